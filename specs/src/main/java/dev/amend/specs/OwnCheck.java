package dev.amend.specs;

/**
 * A check of the specification's own: one query over the views {@code old}, {@code new} and {@code changes} of a batch.
 * It passes if it returns no row.
 *
 * @param level the level under which the report shows the check
 * @param severity the severity of a returned row
 */
public record OwnCheck(String name, Level level, Severity severity, String sql) {}
