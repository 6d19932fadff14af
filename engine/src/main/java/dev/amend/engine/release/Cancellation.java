package dev.amend.engine.release;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.mode.Mode;
import dev.amend.engine.plan.FrozenBackfill;
import java.time.Clock;

/** Whether a backfill can be given up: not if consumers read it already, be it that the journal knows nothing of it. */
public final class Cancellation {

    private Cancellation() {}

    /** @throws dev.amend.specs.AmendException if the table or the view has a publication of the backfill */
    public static void requireUnpublished(Lakehouse lakehouse, FrozenBackfill backfill, Clock clock) {
        Mode.of(lakehouse, backfill, clock).published(backfill.refs()).ifPresent(found -> {
            throw ReleaseCode.cancelOfPublished(backfill.id(), found.where(), found.snapshotId());
        });
    }
}
