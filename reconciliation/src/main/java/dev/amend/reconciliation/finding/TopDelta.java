package dev.amend.reconciliation.finding;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;

/** One of the rows with the largest changes of a measure. */
public record TopDelta(String measure, Ranking ranking, BigDecimal before, BigDecimal after, RowView row) {

    /** The meaning of "largest". */
    public enum Ranking {
        ABSOLUTE,
        RELATIVE
    }

    public BigDecimal delta() {
        return after.subtract(before);
    }

    /** The order with the largest change first; equal ones are always in the same order. */
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
