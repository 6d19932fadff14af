package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.observe.RunListener;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;

/** Builds batches, records their commits, and passes them on to their comparison. */
final class Builds {
    private final BatchWork work;
    private final RunJournal journal;
    private final Sessions sessions;
    private final WaitingBatches waiting;
    private final BatchFailures failures;
    private final RunListener listener;
    private final Clock clock;

    Builds(
            BatchWork work,
            RunJournal journal,
            Sessions sessions,
            WaitingBatches waiting,
            BatchFailures failures,
            RunListener listener,
            Clock clock) {
        this.work = work;
        this.journal = journal;
        this.sessions = sessions;
        this.waiting = waiting;
        this.failures = failures;
        this.listener = listener;
        this.clock = clock;
    }

    /** Builds a batch, or records why it could not be built. */
    void build(Batch batch) {
        try {
            waiting.add(work.describe(batch, built(batch)));
        } catch (Throwable e) {
            // Not only runtime exceptions: Spark throws checked ones that it does not declare, and no batch may get
            // lost
            failures.add(batch, e);
        }
    }

    /** Returns the record of a built batch; builds it unless its commit is already in the shadow. */
    private BatchRecord built(Batch batch) throws CommitOutcomeUnknown {
        BatchRecord recorded = journal.journal().batch(batch.id()).orElseGet(() -> BatchRecord.due(batch.id()));
        if (recorded.state() == BatchState.BUILT) {
            return recorded;
        }

        SparkSession session = sessions.take();
        try {
            return build(session, batch, recorded);
        } finally {
            sessions.giveBack(session);
        }
    }

    private BatchRecord build(SparkSession session, Batch batch, BatchRecord recorded) throws CommitOutcomeUnknown {
        Instant start = clock.instant();
        BatchRecord building = recorded.building(start);
        journal.record(building, "");
        listener.building(batch, building.attempts());

        CommittedBatch committed = work.build(session, batch, building.attempts());
        Duration took = Duration.between(start, clock.instant());
        BatchRecord built = building.built(committed.snapshotId(), committed.rows(), committed.bytes(), took);
        journal.record(built, "");
        listener.built(batch, committed.rows(), took);
        return built;
    }
}
