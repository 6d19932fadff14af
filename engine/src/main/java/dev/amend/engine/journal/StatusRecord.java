package dev.amend.engine.journal;

import java.time.Instant;

/**
 * Where a backfill stands: {@code status.json}.
 *
 * @param before the state that it came from
 * @param by the person that moved it, also by a run
 * @param run which run moved it; empty if a person did
 * @param epoch of the lease under which a run last moved it
 * @param moves how often it was moved
 */
public record StatusRecord(
        BackfillState state,
        BackfillState before,
        String reason,
        Instant since,
        String by,
        String run,
        long epoch,
        long moves) {
    /** Where a backfill stands that no run has begun. */
    public static final StatusRecord READY =
            new StatusRecord(BackfillState.READY, BackfillState.READY, "", Instant.EPOCH, "", "", 0, 0);

    StatusRecord withReason(String newReason, long newEpoch) {
        return new StatusRecord(state, before, newReason, since, by, run, newEpoch, moves);
    }
}
