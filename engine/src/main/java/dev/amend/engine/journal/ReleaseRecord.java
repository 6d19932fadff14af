package dev.amend.engine.journal;

import java.time.Instant;

/**
 * A publication or a rollback: {@code releases/N.json}.
 *
 * @param snapshot the target's head that it made
 * @param previousHead the head that it replaced
 */
public record ReleaseRecord(
        Kind kind,
        long snapshot,
        long previousHead,
        How how,
        Instant at,
        String by,
        String reportDigest,
        String reason) {

    /** Which way it went. */
    public enum Kind {
        PUBLISH,
        ROLLBACK
    }

    /** By which kind of commit. */
    public enum How {
        /** A reference was moved. */
        SWAP,
        /** Files were taken out and put in by one commit. */
        COMMIT
    }
}
