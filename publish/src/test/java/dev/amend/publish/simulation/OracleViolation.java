package dev.amend.publish.simulation;

/** Something that must not happen did. An error, so that nothing that is under test can catch it. */
final class OracleViolation extends Error {
    private static final long serialVersionUID = 1;

    OracleViolation(String message) {
        super(message);
    }

    OracleViolation(String message, Throwable cause) {
        super(message, cause);
    }
}
