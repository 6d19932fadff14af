package dev.amend.reconciliation;

import java.util.List;
import java.util.Optional;

/**
 * The rows of one key on one side.
 *
 * @param columns the side's columns, in the order of the table
 * @param count the total number of rows
 * @param rows the first rows
 */
public record KeySide(List<String> columns, long count, List<ShownRow> rows) {
    /** The number of rows of one key that are shown; further rows are only counted. */
    public static final int AT_MOST = 5;

    public KeySide {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** The row, if there is exactly one. */
    public Optional<ShownRow> only() {
        return count == 1 ? Optional.of(rows.get(0)) : Optional.empty();
    }
}
