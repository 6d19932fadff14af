package dev.amend.engine.journal;

/** The state of a batch. */
public enum BatchState {
    /** The batch must be built. */
    DUE,
    /** A run is writing it; nothing of it is visible yet. */
    BUILDING,
    /** Its commit is in the shadow and not reconciled yet. */
    BUILT,
    /** Its commit was compared with the baseline, and no check failed. */
    RECONCILED,
    /** A check failed, or there was an error that a retry cannot correct. */
    FAILED
}
