package dev.amend.engine.journal;

/** Where a batch stands. */
public enum BatchState {
    /** To be built. */
    DUE,
    /** A run writes it; nothing of it can be seen yet. */
    BUILDING,
    /** Its commit is in the shadow, not reconciled yet. */
    BUILT,
    /** Its commit was compared with the baseline, and no check failed. */
    RECONCILED,
    /** A check failed, or an error that trying again can't mend. */
    FAILED
}
