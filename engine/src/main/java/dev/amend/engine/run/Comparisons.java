package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.observe.RunListener;
import dev.amend.engine.reports.Reports;
import dev.amend.reconciliation.finding.BatchReconciliation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Compares built batches, keeps the results, and reports which batches failed. */
final class Comparisons {
    private final BatchWork work;
    private final RunJournal journal;
    private final Sessions sessions;
    private final WaitingBatches waiting;
    private final Reports reports;
    private final RunFailures runFailures;
    private final BatchFailures failures;
    private final RunListener listener;
    private final Clock clock;

    Comparisons(
            BatchWork work,
            RunJournal journal,
            Sessions sessions,
            WaitingBatches waiting,
            Reports reports,
            RunFailures runFailures,
            BatchFailures failures,
            RunListener listener,
            Clock clock) {
        this.work = work;
        this.journal = journal;
        this.sessions = sessions;
        this.waiting = waiting;
        this.reports = reports;
        this.runFailures = runFailures;
        this.failures = failures;
        this.listener = listener;
        this.clock = clock;
    }

    /** Compares waiting batches until none is left, except those that another thread will compare. */
    void compareWaiting() {
        for (List<BuiltBatch> group = waiting.take(); !group.isEmpty(); group = waiting.take()) {
            SparkSession session = sessions.take();
            try {
                compare(session, group);
            } finally {
                sessions.giveBack(session);
                waiting.finished(group);
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
                // each batch on its own, to see which of them failed
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
            runFailures.add(failure);
            listener.failed(batch.batch(), failure.sentence());
        } else {
            journal.record(record.reconciled(batch.snapshotId(), Reports.counts(found), took), "");
            listener.reconciled(batch.batch(), took);
        }
    }
}
