package dev.amend.specs;

/**
 * A query that runs after publication, until retirement: on dashboard totals, exports, features. It passes if it
 * returns no row.
 *
 * @param sql one query over the target and the tables that {@code watch.sources} declares
 */
public record WatchCheck(String name, Severity severity, String sql) {}
