package dev.amend.specs;

/**
 * A check of the specification's own: one query over the views {@code old}, {@code new} and {@code changes} of a batch.
 * It passes if it returns no row.
 *
 * @param level where the report shows it
 * @param severity what a row that it returns means
 */
public record OwnCheck(String name, Level level, Severity severity, String sql) {}
