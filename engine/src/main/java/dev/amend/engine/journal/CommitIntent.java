package dev.amend.engine.journal;

import java.time.Instant;

/**
 * The announcement that a run is about to commit a change of what consumers read: {@code commit.json}. It is written
 * before the run reads the decisions for the last time, so anyone who decides later sees it and waits for the outcome.
 *
 * @param reportDigest the digest of the report that is or was published
 * @param decisions how many decisions were counted; the last one permitted the commit
 * @param by the person who runs it
 * @param epoch the epoch of the lease under which it was begun
 */
public record CommitIntent(
        Kind kind, Phase phase, String reportDigest, int decisions, String by, Instant at, String run, long epoch) {

    /** The kind of commit. */
    public enum Kind {
        PUBLISH,
        ROLLBACK
    }

    /** The progress of the commit. */
    public enum Phase {
        /** The commit may be sent at any moment, may be in progress, or may have happened. */
        BEGUN,
        /** The commit happened. */
        COMMITTED,
        /** The commit did not happen, and will not. */
        WITHDRAWN
    }

    public CommitIntent {
        if (decisions < 0) {
            throw new IllegalArgumentException("Invalid decisions: %d is less than 0".formatted(decisions));
        }
    }

    CommitIntent in(Phase next) {
        return new CommitIntent(kind, next, reportDigest, decisions, by, at, run, epoch);
    }

    /** Returns whether the backfill's state does not yet show the outcome of the commit. */
    public boolean isOpenIn(BackfillState state) {
        boolean before = switch (kind) {
            case PUBLISH -> state == BackfillState.BUILT || state == BackfillState.APPROVED;
            case ROLLBACK -> state == BackfillState.PUBLISHED;
        };
        return before && phase != Phase.WITHDRAWN;
    }
}
