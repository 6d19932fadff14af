package dev.amend.reconciliation.sql;

import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The ways in which a comparison can be impossible. A check that fails is a finding, not an error. */
public enum ReconciliationError implements ErrorCode {
    PARTITION_KEY_UNSUPPORTED(ErrorKind.USER),
    COLUMN_UNKNOWN(ErrorKind.USER),
    TOLERANCE_UNSUPPORTED(ErrorKind.USER),
    CHECK_SQL_INVALID(ErrorKind.USER),
    VALUE_NOT_COMPUTABLE(ErrorKind.CHECK_FAILED),
    SOURCE_TOTAL_NOT_A_NUMBER(ErrorKind.CHECK_FAILED),
    QUERY_FAILED_ON_A_ROW(ErrorKind.INTERNAL),
    COMPARED_SNAPSHOT_MISSING(ErrorKind.CHECK_FAILED);

    private final ErrorKind kind;

    ReconciliationError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    public static AmendException partitionKeyUnsupported(String table, String column, String type, String unit) {
        return new AmendException(
                PARTITION_KEY_UNSUPPORTED,
                "Cannot compare %s by partition key %s: it is %s, which holds no partitions of the unit %s"
                        .formatted(table, column, type, unit),
                table,
                "Use a date, timestamp or integer column, and a range written in its unit");
    }

    public static AmendException columnUnknown(String table, String key, String column) {
        return new AmendException(
                COLUMN_UNKNOWN,
                "Cannot compare %s: %s names column '%s', which the table has not".formatted(table, key, column),
                table,
                "Correct %s in the specification".formatted(key));
    }

    public static AmendException toleranceUnsupported(String table, String column, String type) {
        return new AmendException(
                TOLERANCE_UNSUPPORTED,
                "Cannot apply the tolerance of column %s: it is %s, not a number".formatted(column, type),
                table,
                "Remove validation.tolerance.%s".formatted(column));
    }

    /** @param what the part of the specification, with its text */
    public static AmendException checkSqlInvalid(String what, String where, String reason, Throwable cause) {
        return new AmendException(
                CHECK_SQL_INVALID,
                "Cannot evaluate %s: %s".formatted(what, reason),
                where,
                "Correct it in the specification",
                cause);
    }

    static AmendException notClosed(String key, String sql, String problems) {
        return new AmendException(
                CHECK_SQL_INVALID,
                "Cannot evaluate %s '%s': %s".formatted(key, sql, problems),
                key,
                "Read declared tables only, and call built-in functions of Spark only");
    }

    /**
     * @param what the part of the specification, with its text
     * @param rows the rows that it was computed for, as in "batch 2025-06-09"
     */
    public static AmendException valueNotComputable(
            String what, String rows, String reason, @Nullable Throwable cause) {
        return new AmendException(
                VALUE_NOT_COMPUTABLE,
                "Cannot compute %s for %s: %s".formatted(what, rows, reason),
                what,
                "Let it cope with such values, by try_divide, try_cast or nullif, or correct the rows",
                cause);
    }

    /** @param what the action that failed, as in "prove tax-fix" */
    static AmendException notComputable(String what, String reason, @Nullable Throwable cause) {
        return new AmendException(
                VALUE_NOT_COMPUTABLE,
                "Cannot %s: a query failed: %s".formatted(what, reason),
                what,
                "Correct the expression that it names, or let it cope with such rows, as try_divide and try_cast do",
                cause);
    }

    public static AmendException sourceTotalNotANumber(String name, String found) {
        return new AmendException(
                SOURCE_TOTAL_NOT_A_NUMBER,
                "Cannot compare source total %s: its query returned %s, not one number".formatted(name, found),
                "validation.source_totals." + name,
                "Let the query return one row with one number");
    }

    static AmendException withheld(String what, String reason) {
        return new AmendException(
                QUERY_FAILED_ON_A_ROW,
                "Cannot %s: a query failed: %s".formatted(what, reason),
                what,
                "Run the query in a session of your own to see the row; nothing was published");
    }

    public static AmendException snapshotMissing(String table, long snapshotId) {
        return new AmendException(
                COMPARED_SNAPSHOT_MISSING,
                "Cannot compare snapshot %d: the table does not have it (any more)".formatted(snapshotId),
                "table " + table,
                "Check whether snapshots of the table were expired");
    }
}
