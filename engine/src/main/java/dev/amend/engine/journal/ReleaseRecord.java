package dev.amend.engine.journal;

import java.time.Instant;

/**
 * A publication or a rollback: {@code releases/N.json}.
 *
 * @param snapshot what consumers read since: the target's head that it made, or, through a view, the head of the table
 *     that the view reads
 * @param previousHead what they read before
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
        COMMIT,
        /** A view was made to read another table. */
        VIEW
    }
}
