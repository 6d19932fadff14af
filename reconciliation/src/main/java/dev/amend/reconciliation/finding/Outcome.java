package dev.amend.reconciliation.finding;

/** The outcome of a check. */
public enum Outcome {
    PASS,
    /** Worth a look, but does not stop anything. */
    WARN,
    /** Prevents publication. */
    FAIL
}
