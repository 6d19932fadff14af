package dev.amend.specs;

/** What a failure means for the one who must act: it decides exit code and retry. */
public enum ErrorKind {
    /** Wrong usage or specification. */
    USER(2),
    /** A check failed, or an error that retrying can't mend: a person must act. */
    CHECK_FAILED(3),
    /** The target changed inside the range. */
    DRIFT(4),
    /** Not approved, or the approval is void. */
    NOT_APPROVED(5),
    /** Another run holds the lease. */
    LEASE_HELD(6),
    /** Likely to pass: the only kind that is retried. */
    TRANSIENT(1),
    /** A commit whose outcome nobody knows yet: never retried, always looked up first. */
    UNKNOWN_OUTCOME(1),
    /** A mistake in Amend itself. */
    INTERNAL(1);

    private final int exitCode;

    ErrorKind(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
