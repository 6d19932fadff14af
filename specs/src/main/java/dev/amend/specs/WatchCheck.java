package dev.amend.specs;

/**
 * A query that is asked after publication, until retirement: on dashboards' totals, exports, features. It passes if it
 * returns no row.
 *
 * @param sql one query over any table of the configured catalogs
 */
public record WatchCheck(String name, Severity severity, String sql) {}
