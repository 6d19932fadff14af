package dev.amend.reconciliation;

import java.util.List;
import java.util.Optional;

/**
 * The rows of one key on one side.
 *
 * @param columns the side's columns, in the order of the table
 * @param count how many rows there are
 * @param rows the first of them
 */
public record KeySide(List<String> columns, long count, List<ShownRow> rows) {
    /** More rows of one key than this are counted, not shown. */
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
