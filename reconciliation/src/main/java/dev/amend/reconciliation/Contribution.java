package dev.amend.reconciliation;

import java.math.BigDecimal;

/**
 * What moved a measure: a step of the waterfall from its old total to its new one.
 *
 * @param measure the measure's name
 * @param cause {@code added}, {@code removed}, {@code moved}, {@code duplicate}, {@code null key}, {@code within
 *     tolerance}, {@code unexplained}, or {@code rule:} with a rule's name for changed rows
 */
public record Contribution(String measure, String cause, long rows, BigDecimal delta) {
    public static final String ADDED = "added";
    public static final String REMOVED = "removed";
    public static final String MOVED = "moved";
    public static final String DUPLICATE = "duplicate";
    public static final String NULL_KEY = "null key";
    public static final String WITHIN_TOLERANCE = "within tolerance";
    public static final String UNEXPLAINED = "unexplained";

    /** What the cause of an explained row begins with. */
    public static final String RULE = "rule:";

    public Contribution plus(Contribution other) {
        return new Contribution(measure, cause, rows + other.rows, delta.add(other.delta));
    }
}
