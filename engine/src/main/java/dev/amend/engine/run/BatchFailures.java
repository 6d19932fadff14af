package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.observe.RunListener;
import dev.amend.reconciliation.Discretion;
import dev.amend.specs.AmendException;
import dev.amend.specs.Batch;

/** Records what kept a batch from being built or compared: no batch in flight gets lost, whatever is thrown. */
final class BatchFailures {
    private final RunJournal journal;
    private final Trouble trouble;
    private final SafePoint safePoint;
    private final RunListener listener;
    private final Discretion discretion;

    BatchFailures(
            RunJournal journal, Trouble trouble, SafePoint safePoint, RunListener listener, Discretion discretion) {
        this.discretion = discretion;
        this.journal = journal;
        this.trouble = trouble;
        this.safePoint = safePoint;
        this.listener = listener;
    }

    void add(Batch batch, Throwable e) {
        if (BatchFailure.isLostLease(e)) {
            trouble.leaseLost((AmendException) e);
            return;
        }

        if (safePoint.cancelsJobs()) {
            listener.failed(batch, "its jobs were cancelled; it will be built again");
            return;
        }

        BatchFailure failure = BatchFailure.of(batch, e, discretion);
        trouble.add(failure);
        try {
            BatchRecord recorded = journal.journal().batch(batch.id()).orElseGet(() -> BatchRecord.due(batch.id()));
            journal.record(recorded.failed(failure.recorded()), failure.sentence());
        } catch (RuntimeException journalFailure) {
            trouble.add(BatchFailure.of(batch, journalFailure, discretion));
        }
        listener.failed(batch, failure.sentence());
    }
}
