package dev.amend.engine.control;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.RunJournal;
import java.util.List;
import java.util.function.Predicate;

/** Makes batches due again, to be built by the next run. */
public final class BatchRetry {
    private final Journal journal;
    private final LeaseSource lease;

    public BatchRetry(Journal journal, LeaseSource lease) {
        this.journal = journal;
        this.lease = lease;
    }

    /**
     * Makes every failed batch due again.
     *
     * @return the ids of the batches that are due again
     */
    public List<String> retryFailed() throws InterruptedException {
        requireReady();
        return makeDue(batch -> batch.state() == BatchState.FAILED);
    }

    /**
     * Makes one batch due again, whatever its state.
     *
     * @return the ids of the batches that are due again
     */
    public List<String> retry(String id) throws InterruptedException {
        requireReady();
        if (journal.batches().stream().noneMatch(batch -> batch.id().equals(id))) {
            throw ControlCode.unknownBatch(journal.id(), id);
        }
        return makeDue(batch -> batch.id().equals(id));
    }

    private void requireReady() {
        ControlCode.requireOpen(journal, Control.Wanted.RUN);
    }

    private List<String> makeDue(Predicate<BatchRecord> isMeant) throws InterruptedException {
        journal.openCommit().ifPresent(intent -> {
            throw ControlCode.commitLeftOpen(journal.id());
        });
        try (HeldLease held = lease.take()) {
            List<BatchRecord> again = journal.batches().stream().filter(isMeant).toList();
            makeDue(journal.heldBy(held), again);
            return again.stream().map(BatchRecord::id).toList();
        }
    }

    /** Reopens a finished backfill first: after a crash in between, the next run finds that no batch is due. */
    private static void makeDue(RunJournal held, List<BatchRecord> again) {
        BackfillState state = held.journal().status().state();
        boolean finished = state == BackfillState.BUILT || state == BackfillState.APPROVED;
        if (finished && !again.isEmpty()) {
            held.transition(BackfillState.RUNNING, "retry");
        }

        again.forEach(record -> held.record(record.dueAgain(), "retry"));
        if (finished && !again.isEmpty()) {
            held.transition(BackfillState.PAUSED, "%d batch(es) are due again".formatted(again.size()));
        }
    }
}
