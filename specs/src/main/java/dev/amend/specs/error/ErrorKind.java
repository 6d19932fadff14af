package dev.amend.specs.error;

/** The kind of a failure. It decides the exit code and whether to retry. */
public enum ErrorKind {
    /** Wrong usage or specification. */
    USER(2),
    /** A check failed, or an error occurred that a retry can't fix: a person must act. */
    CHECK_FAILED(3),
    /** The target changed inside the range. */
    DRIFT(4),
    /** Not approved, or the approval is void. */
    NOT_APPROVED(5),
    /** Another run holds the lease. */
    LEASE_HELD(6),
    /** Stopped on purpose by a person: the same command works once the stop is withdrawn. */
    STOPPED(7),
    /** The run must finish, or continue, before this command makes sense. */
    NOT_BUILT(8),
    /** A temporary error: the only kind that is retried. */
    TRANSIENT(1),
    /** A commit with an unknown outcome: never retried, always looked up first. */
    UNKNOWN_OUTCOME(1),
    /** A bug in Amend. */
    INTERNAL(1);

    private final int exitCode;

    ErrorKind(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
