package dev.amend.engine.journal;

import java.time.Instant;
import java.util.List;

/**
 * The state of a backfill: {@code status.json}.
 *
 * @param before the state before this one
 * @param reason why it is in this state, as {@code by} said at {@code since}
 * @param since when it was moved there, or when someone else gave the reason again
 * @param by the person who moved it or gave the reason, directly or by a run
 * @param run the run that did so; empty if a person did
 * @param epoch the epoch of the lease under which a run last moved it
 * @param moves how often it was moved
 * @param decisions how many decisions were recorded when one of them last moved it
 * @param waits what the run waits for, if it waits
 */
public record StatusRecord(
        BackfillState state,
        BackfillState before,
        String reason,
        Instant since,
        String by,
        String run,
        long epoch,
        long moves,
        int decisions,
        List<Wait> waits) {
    /** The state of a backfill before its first run. */
    public static final StatusRecord READY =
            new StatusRecord(BackfillState.READY, BackfillState.READY, "", Instant.EPOCH, "", "", 0, 0, 0, List.of());

    public StatusRecord {
        waits = List.copyOf(waits);
    }

    /** Returns whether the backfill was never moved, so that it has no reason, time or person. */
    public boolean neverMoved() {
        return moves == 0;
    }
}
