package dev.amend.reconciliation;

import java.math.BigDecimal;

/**
 * What moved a measure: a step of the waterfall from its old total to its new one.
 *
 * @param measure the measure's name
 * @param cause {@code added}, {@code removed}, {@code moved}, {@code duplicate}, {@code null key}, {@code within
 *     tolerance}, or {@code rule:} with a rule's name for changed rows; where no rule explains the rows,
 *     {@code unexplained} for changed ones, and {@code added, unexplained} and so on for the others
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

    /** Whether these rows differ without a reason. Rows without a key never have one. */
    public boolean lacksReason() {
        return cause.equals(NULL_KEY) || (cause.endsWith(UNEXPLAINED) && !cause.startsWith(RULE));
    }

    static String unexplained(String cause) {
        return cause + ", " + UNEXPLAINED;
    }
}
