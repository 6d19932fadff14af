package dev.amend.specs;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A figure that owners watch: an aggregate over the target's rows.
 *
 * @param expression aggregate in Spark SQL, such as {@code sum(net_revenue)}
 * @param expected what it may change by; empty: shown, never judged
 * @param per what the expectation is checked for; the total is always checked, too
 * @param tolerance by how much it may miss the expectation, in its own unit: sums in floating point are never exact
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

    /** Whether it may have moved like this; always if nothing is expected of it. */
    public boolean allows(BigDecimal before, BigDecimal after) {
        return expected.map(range -> range.allows(before, after, tolerance)).orElse(true);
    }

    /** What is expected, in words; empty if nothing is. */
    public Optional<String> expectation() {
        return expected.map(range -> tolerance.signum() == 0
                ? range.toString()
                : "%s, give or take %s".formatted(range, tolerance.toPlainString()));
    }
}
