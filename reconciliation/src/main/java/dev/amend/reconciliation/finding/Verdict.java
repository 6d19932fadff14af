package dev.amend.reconciliation.finding;

/** The verdict of a report. */
public enum Verdict {
    /** Every check passed, and every row that changed has a declared reason. */
    PASS,
    /** Nothing failed, but reasons were not declared, a check has a warning, or batches are missing. */
    NEEDS_DECISION,
    /** A check failed: the backfill cannot be published. */
    FAIL
}
