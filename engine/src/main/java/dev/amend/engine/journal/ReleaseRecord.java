package dev.amend.engine.journal;

import java.time.Instant;

/**
 * A publication or a rollback: {@code releases/N.json}.
 *
 * @param snapshot the snapshot that consumers read since: the target's new head or, through a view, the head of the
 *     table that the view reads
 * @param previousHead the snapshot that they read before
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

    /** The direction of the release. */
    public enum Kind {
        PUBLISH,
        ROLLBACK
    }

    /** The kind of commit. */
    public enum How {
        /** A reference was moved. */
        SWAP,
        /** One commit removed and added files. */
        COMMIT,
        /** A view was changed to read another table. */
        VIEW
    }
}
