package dev.amend.reconciliation.report;

/** What a report comes to. */
public enum Verdict {
    /** Every check passed. */
    PASS,
    /** Nothing failed, and something is worth a look, or batches are missing. */
    NEEDS_DECISION,
    /** A check failed: can't be published. */
    FAIL
}
