package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.CheckName;

/** The meaning of a check, for readers who did not write the specification. */
final class CheckWords {

    private CheckWords() {}

    /** The meaning of the check that a finding is of; empty for a check of another version. */
    static String of(String check) {
        return CheckName.parse(check).map(CheckWords::of).orElse("");
    }

    static String of(CheckName check) {
        return switch (check) {
            case SCHEMA -> "the table has the same columns as before";
            case ROW_COUNT -> "how many rows each partition has";
            case ROWS -> "the range has rows at all";
            case COMPARED_COLUMNS -> "which columns were compared row by row";
            case PARTITIONS -> "no partition lost all its rows, none is new";
            case KEY_UNIQUE -> "no row is there twice";
            case KEY_NOT_NULL -> "every row has a complete key";
            case REQUIRED -> "the column is always filled";
            case GUARD_BAND -> "partitions next to the range did not change";
            case MEASURE -> "how far the figure moved";
            case FINITE -> "no NaN or infinity";
            case SOURCE_TOTAL -> "the new data adds up to what it was made from";
            case BOUNDARY_JUMP ->
                "a step between neighbours that was not there before; the larger z, the less it is chance";
            case TOTALS -> "what only all batches together can show";
            case UNCHANGED -> "the column is the same in every row";
            case MOVED_ROWS -> "rows that went to another partition";
            case DECLARED_REASONS -> "the specification says why rows may change";
            case UNEXPLAINED_ROWS -> "rows that changed without an agreed reason";
            case UNEXPLAINED_DELTA -> "how far the figure moved without an agreed reason";
            case OWN -> "a check of this table's owners; it shows the rows that break it";
        };
    }
}
