package dev.amend.specs;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A figure that owners watch: an aggregate over the target's rows.
 *
 * @param expression aggregate in Spark SQL, such as {@code sum(net_revenue)}
 * @param expected the allowed change; empty: the figure is shown and never judged
 * @param per the unit that the expectation is checked for; the total is always checked as well
 * @param tolerance how far the figure may miss the expectation, in its own unit: floating-point sums are not exact
 */
public record Measure(String name, String expression, Optional<DeltaRange> expected, Per per, BigDecimal tolerance) {

    /** The smallest unit for which an expectation must hold. */
    public enum Per {
        PARTITION,
        BATCH,
        TOTAL
    }

    /** @throws IllegalArgumentException if the tolerance is negative */
    public Measure {
        if (tolerance.signum() < 0) {
            throw new IllegalArgumentException("Invalid tolerance: a negative number allows nothing");
        }
    }

    /**
     * True if the expectation allows this change, or if the measure has no expectation.
     *
     * @param before empty for no value: an aggregate over no rows, or over nulls only
     */
    public boolean allows(Optional<BigDecimal> before, Optional<BigDecimal> after) {
        return expected.map(range -> range.allows(before, after, tolerance)).orElse(true);
    }

    /** The expectation in words; empty if the measure has none. */
    public Optional<String> expectation() {
        return expected.map(range -> tolerance.signum() == 0
                ? range.toString()
                : "%s, give or take %s".formatted(range, tolerance.toPlainString()));
    }
}
