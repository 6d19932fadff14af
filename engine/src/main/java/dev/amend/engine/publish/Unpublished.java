package dev.amend.engine.publish;

import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.publishingmode.PublishingMode;
import java.time.Clock;

/** Ensures that consumers do not read a backfill's publication, according to the table or the view. */
public final class Unpublished {

    private Unpublished() {}

    /**
     * Records that an interrupted publication did not happen.
     *
     * @param action the requested action, such as {@code cancel}
     * @throws dev.amend.specs.error.AmendException if the table or the view has a publication of the backfill
     */
    public static void require(
            Lakehouse lakehouse, FrozenBackfill backfill, RunJournal journal, Clock clock, String action) {
        PublishingMode.of(lakehouse, backfill, clock).published(backfill.refs()).ifPresent(found -> {
            throw ReleaseCode.unrecordedPublication(backfill.id(), action, found.where(), found.snapshotId());
        });
        journal.journal().openCommit().ifPresent(intent -> journal.settle(CommitIntent.Phase.WITHDRAWN));
    }
}
