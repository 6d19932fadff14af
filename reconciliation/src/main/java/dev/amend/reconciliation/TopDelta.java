package dev.amend.reconciliation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;

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

    /** The farthest first; equal ones always in the same order. */
    public static Comparator<TopDelta> farthestFirst() {
        return Comparator.comparing(TopDelta::weight)
                .reversed()
                .thenComparing(top -> top.row().keyHash())
                .thenComparing(top -> top.row().partition());
    }

    private BigDecimal weight() {
        return ranking == Ranking.ABSOLUTE || before.signum() == 0
                ? delta().abs()
                : delta().abs().divide(before.abs(), MathContext.DECIMAL64);
    }
}
