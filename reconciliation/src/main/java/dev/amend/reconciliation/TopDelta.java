package dev.amend.reconciliation;

import java.math.BigDecimal;

/** One of the rows that moved a measure most. */
public record TopDelta(String measure, Ranking ranking, BigDecimal before, BigDecimal after, RowView row) {

    /** What "most" means. */
    public enum Ranking {
        ABSOLUTE,
        RELATIVE
    }

    public BigDecimal delta() {
        return after.subtract(before);
    }
}
