package dev.amend.reconciliation.finding;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One cause of a measure's change: a step of the waterfall from its old total to its new one.
 *
 * @param measure the measure's name
 * @param cause {@code rule:} with a rule's name for changed rows, {@code added, rule:NAME} and so on for rows that were
 *     added, removed or moved; if no rule explains the rows, {@code unexplained} for changed ones, and {@code added,
 *     unexplained} and so on for the others. Other causes are {@code duplicate}, {@code null key} and {@code within
 *     tolerance}
 */
public record Contribution(String measure, String cause, long rows, BigDecimal delta) {
    public static final String ADDED = "added";
    public static final String REMOVED = "removed";
    public static final String MOVED = "moved";
    public static final String DUPLICATE = "duplicate";
    public static final String NULL_KEY = "null key";
    public static final String WITHIN_TOLERANCE = "within tolerance";
    public static final String UNEXPLAINED = "unexplained";

    /** The prefix before the name of the rule that explains a row. */
    public static final String RULE = "rule:";

    private static final String AND = ", ";

    public Contribution plus(Contribution other) {
        return new Contribution(measure, cause, rows + other.rows, delta.add(other.delta));
    }

    /** Returns whether these rows differ without a reason. Rows without a key never have one. */
    public boolean lacksReason() {
        return cause.equals(NULL_KEY)
                || (rule().isEmpty() && (cause.equals(UNEXPLAINED) || cause.endsWith(AND + UNEXPLAINED)));
    }

    /** The rule that explains these rows; empty if there is none, or none is needed. */
    public Optional<String> rule() {
        if (cause.startsWith(RULE)) {
            return Optional.of(cause.substring(RULE.length()));
        }
        int behind = cause.indexOf(AND + RULE);
        return behind < 0 ? Optional.empty() : Optional.of(cause.substring(behind + (AND + RULE).length()));
    }

    public static String unexplained(String kind) {
        return kind + AND + UNEXPLAINED;
    }

    public static String explained(String kind, String rule) {
        return kind + AND + RULE + rule;
    }
}
