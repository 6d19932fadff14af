package dev.amend.reconciliation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One row as an owner sees it: key first, then only the columns that differ.
 *
 * @param partition where it is now, or was if it is gone
 * @param keyHash the order of samples
 * @param explanation the rule that explains it, {@code unexplained}, or empty where nothing is to be explained
 */
public record RowView(
        RowClass rowClass, String partition, long keyHash, List<KeyPart> key, String explanation, List<Cell> cells) {

    /** One column of the key. */
    public record KeyPart(String column, String value) {}

    /**
     * One column, old and new.
     *
     * @param delta how much greater a number is now; empty where there are no two numbers
     */
    public record Cell(String column, CellValue before, CellValue after, Optional<BigDecimal> delta) {

        /** Of a column that holds no numbers. */
        public Cell(String column, CellValue before, CellValue after) {
            this(column, before, after, Optional.empty());
        }
    }

    public RowView {
        key = List.copyOf(key);
        cells = List.copyOf(cells);
    }
}
