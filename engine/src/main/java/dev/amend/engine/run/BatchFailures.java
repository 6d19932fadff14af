package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.observe.RunListener;
import dev.amend.reconciliation.sql.Redaction;
import dev.amend.specs.Batch;
import dev.amend.specs.error.AmendException;
import java.util.function.BooleanSupplier;

/** Records why a batch could not be built or compared, for any exception, so that no batch in flight gets lost. */
final class BatchFailures {
    private final RunJournal journal;
    private final RunFailures runFailures;
    private final SafePoint safePoint;
    private final RunListener listener;
    private final Redaction redaction;
    private final BooleanSupplier processEnds;

    BatchFailures(
            RunJournal journal,
            RunFailures runFailures,
            SafePoint safePoint,
            RunListener listener,
            Redaction redaction,
            BooleanSupplier processEnds) {
        this.redaction = redaction;
        this.processEnds = processEnds;
        this.journal = journal;
        this.runFailures = runFailures;
        this.safePoint = safePoint;
        this.listener = listener;
    }

    void add(Batch batch, Throwable e) {
        if (BatchFailure.isLostLease(e)) {
            runFailures.runTaken((AmendException) e);
            return;
        }

        if (processEnds.getAsBoolean()) {
            // Spark was stopped during the batch: it did not fail, and a killed run does not record anything either
            runFailures.runTaken(RunCode.processEnds(journal.journal().id(), e));
            return;
        }

        if (safePoint.cancelsJobs()) {
            listener.failed(batch, "its jobs were cancelled; it will be built again");
            return;
        }

        BatchFailure failure = BatchFailure.of(batch, e, redaction);
        runFailures.add(failure);
        try {
            BatchRecord recorded = journal.journal().batch(batch.id()).orElseGet(() -> BatchRecord.due(batch.id()));
            journal.record(recorded.failed(failure.recorded()), failure.sentence());
        } catch (RuntimeException journalFailure) {
            runFailures.add(BatchFailure.of(batch, journalFailure, redaction));
        }
        listener.failed(batch, failure.sentence());
    }
}
