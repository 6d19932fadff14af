package dev.amend.specs;

import java.util.Optional;

/**
 * A figure that owners watch: an aggregate over the target's rows.
 *
 * @param expression aggregate in Spark SQL, such as {@code sum(net_revenue)}
 * @param expected what it may change by; empty: shown, never judged
 * @param per what the expectation is checked for; the total is always checked, too
 */
public record Measure(String name, String expression, Optional<DeltaRange> expected, Per per) {

    /** The smallest unit for which an expectation must hold. */
    public enum Per {
        PARTITION,
        BATCH,
        TOTAL
    }
}
