package dev.amend.reconciliation;

import dev.amend.specs.Level;

/**
 * One rule, and what it found.
 *
 * @param check the rule's name, such as {@code row-count} or {@code measure:revenue}
 * @param scope a batch's id, a partition, or {@code total}
 * @param expected what should have been, in words
 * @param found what was, in words
 */
public record Finding(Level level, String check, Outcome outcome, String scope, String expected, String found) {

    /** The scope of a finding about all batches. */
    public static final String TOTAL = "total";

    public boolean failed() {
        return outcome == Outcome.FAIL;
    }

    /** For messages: check, scope and figures. */
    public String sentence() {
        return "check '%s' of %s: expected %s, found %s".formatted(check, scope, expected, found);
    }
}
