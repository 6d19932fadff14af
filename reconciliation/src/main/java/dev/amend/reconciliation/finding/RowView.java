package dev.amend.reconciliation.finding;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One row as an owner sees it: key first, then only the columns that differ.
 *
 * @param partition the row's partition now, or its old one if it was removed
 * @param keyHash the hash that orders samples
 * @param explanation the rule that explains it, {@code unexplained}, or empty if nothing needs an explanation
 */
public record RowView(
        RowClass rowClass, String partition, long keyHash, List<KeyPart> key, String explanation, List<Cell> cells) {

    /** One column of the key. */
    public record KeyPart(String column, String value) {}

    /**
     * The old and new value of one column.
     *
     * @param delta the increase of a number; empty unless both values are numbers
     */
    public record Cell(String column, CellValue before, CellValue after, Optional<BigDecimal> delta) {

        /** A cell of a column without numbers. */
        public Cell(String column, CellValue before, CellValue after) {
            this(column, before, after, Optional.empty());
        }
    }

    public RowView {
        key = List.copyOf(key);
        cells = List.copyOf(cells);
    }
}
