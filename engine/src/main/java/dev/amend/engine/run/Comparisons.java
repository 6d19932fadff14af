package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.observe.RunListener;
import dev.amend.reconciliation.BatchReconciliation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Compares what was built, keeps what was found, and says which batches failed. */
final class Comparisons {
    private final BatchWork work;
    private final RunJournal journal;
    private final Reports reports;
    private final Trouble trouble;
    private final BatchFailures failures;
    private final RunListener listener;
    private final Clock clock;
    private final WaitingBatches waiting = new WaitingBatches();

    Comparisons(
            BatchWork work,
            RunJournal journal,
            Reports reports,
            Trouble trouble,
            BatchFailures failures,
            RunListener listener,
            Clock clock) {
        this.work = work;
        this.journal = journal;
        this.reports = reports;
        this.trouble = trouble;
        this.failures = failures;
        this.listener = listener;
        this.clock = clock;
    }

    void add(BuiltBatch batch) {
        waiting.add(batch);
    }

    /**
     * Compares what waits, until nothing does but what another thread will see to.
     *
     * @param ended called once for each batch that is through, however it fared
     */
    void compareWaiting(Sessions sessions, Runnable ended) {
        for (List<BuiltBatch> group = waiting.take(); !group.isEmpty(); group = waiting.take()) {
            SparkSession session = sessions.take();
            try {
                compare(session, group);
            } finally {
                sessions.giveBack(session);
                waiting.finished(group);
                group.forEach(batch -> ended.run());
            }
        }
    }

    private void compare(SparkSession session, List<BuiltBatch> group) {
        Instant start = clock.instant();
        try {
            List<BatchReconciliation> found = work.reconcile(session, group);
            Duration each = Duration.between(start, clock.instant()).dividedBy(group.size());
            for (int i = 0; i < group.size(); i++) {
                keep(group.get(i), found.get(i), each);
            }
            reports.refresh();
        } catch (Throwable e) {
            // not only runtime exceptions: Spark throws checked ones that it does not declare
            if (group.size() == 1) {
                failures.add(group.get(0).batch(), e);
            } else {
                // each on its own, to see which of them it is
                group.forEach(batch -> compare(session, List.of(batch)));
            }
        }
    }

    private void keep(BuiltBatch batch, BatchReconciliation found, Duration took) {
        reports.keep(found);
        BatchRecord record = batch.record();
        if (found.failed()) {
            BatchFailure failure = BatchFailure.of(found);
            journal.record(record.refuted(batch.snapshotId(), Reports.counts(found), took, failure.recorded()), "");
            trouble.add(failure);
            listener.failed(batch.batch(), failure.sentence());
        } else {
            journal.record(record.reconciled(batch.snapshotId(), Reports.counts(found), took), "");
            listener.reconciled(batch.batch(), took);
        }
    }
}
