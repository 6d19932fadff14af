package dev.amend.reconciliation;

/** What a check came to. */
public enum Outcome {
    PASS,
    /** Worth a look, does not stop anything. */
    WARN,
    /** Nothing is published. */
    FAIL
}
