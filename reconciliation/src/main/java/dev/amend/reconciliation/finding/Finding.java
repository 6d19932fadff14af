package dev.amend.reconciliation.finding;

import dev.amend.specs.Level;

/**
 * The result of one rule.
 *
 * @param check the rule's name, such as {@code row-count} or {@code measure:revenue}
 * @param scope a batch's id, a partition, or {@code total}
 * @param expected the expected result, in words
 * @param found the actual result, in words
 */
public record Finding(Level level, String check, Outcome outcome, String scope, String expected, String found) {

    /** The scope of a finding about all batches. */
    public static final String TOTAL = "total";

    /** The result of a check of the total before all batches are included. */
    private static final String NOT_COMPUTED = "not computed yet";

    public boolean failed() {
        return outcome == Outcome.FAIL;
    }

    /** True for a check of the total that has no result yet. */
    public boolean awaitsTotal() {
        return found.equals(NOT_COMPUTED);
    }

    /** A check of the total that has no result yet. */
    public static Finding toCome(Level level, String check, String expected) {
        return new Finding(level, check, Outcome.WARN, TOTAL, expected, NOT_COMPUTED);
    }

    /** A warning that no column was compared, so that passed checks mean nothing. */
    public static Finding nothingCompared(String batch) {
        return new Finding(
                Level.ROW,
                CheckName.COMPARED_COLUMNS.text(),
                Outcome.WARN,
                batch,
                "a column besides the key",
                "none: every other column is declared volatile");
    }

    /** A warning that neither side has rows, in which case every check passes. */
    public static Finding noRows() {
        return new Finding(
                Level.STRUCTURAL, CheckName.ROWS.text(), Outcome.WARN, TOTAL, "rows to compare", "none, old or new");
    }

    /** A sentence for messages: check, scope and figures. */
    public String sentence() {
        return "check '%s' of %s: expected %s, found %s".formatted(check, scope, expected, found);
    }
}
