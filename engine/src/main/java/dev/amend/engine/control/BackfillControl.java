package dev.amend.engine.control;

import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Lease;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Pauses, resumes and cancels a backfill. Each request is recorded, and a working run obeys it at its next safe point.
 * Each method throws {@link dev.amend.specs.error.AmendException} if the backfill is over or published, or a run is
 * about to commit.
 */
public final class BackfillControl {
    private final Journal journal;
    private final Supplier<Optional<Lease>> runAtWork;
    private final CommitOrder order;

    /** @param runAtWork the lease of the run that is working on the backfill now */
    public BackfillControl(Journal journal, Supplier<Optional<Lease>> runAtWork, CommitOrder order) {
        this.journal = journal;
        this.runAtWork = runAtWork;
        this.order = order;
    }

    /** @param mode what happens to the batches in flight */
    public ControlOutcome pause(ControlRequest request, Control.Mode mode) throws InterruptedException {
        ControlCode.requireOpen(journal, Control.Wanted.PAUSE);
        order.requireNoneUnderWay("pause");
        Control recorded = record(request, Control.Wanted.PAUSE, mode);
        order.requireHeard("pause");
        return new ControlOutcome(recorded, isRunAtWork());
    }

    /** Withdraws a pause; does not start a run. */
    public ControlOutcome resume(ControlRequest request) {
        ControlCode.requireOpen(journal, Control.Wanted.RUN);
        order.requireNoneUnderWay("resume");
        Control recorded = record(request, Control.Wanted.RUN, Control.Mode.DRAIN);
        return new ControlOutcome(recorded, isRunAtWork());
    }

    /**
     * Cancels the backfill, at once if no run is working on it.
     *
     * @param check asks the table whether an interrupted publication happened
     */
    public ControlOutcome cancel(ControlRequest request, PublicationCheck check) throws InterruptedException {
        ControlCode.requireOpen(journal, Control.Wanted.CANCEL);
        if (wasApproved() && !isRunAtWork()) {
            check.requireUnpublished(journal, "cancel");
        }

        order.requireNoneUnderWay("cancel");
        Control recorded = record(request, Control.Wanted.CANCEL, Control.Mode.DRAIN);
        order.requireHeard("cancel");
        boolean running = isRunAtWork();
        if (!running) {
            journal.cancel(request.by(), request.reason());
        }
        return new ControlOutcome(recorded, running);
    }

    private Control record(ControlRequest request, Control.Wanted wanted, Control.Mode mode) {
        return journal.control(request.by(), request.reason(), before -> before.withWanted(wanted, mode));
    }

    private boolean isRunAtWork() {
        return runAtWork.get().isPresent();
    }

    /** No publication can have reached its commit without an approval. */
    private boolean wasApproved() {
        return journal.approvals().stream()
                .anyMatch(decision -> decision.decision() == ApprovalRecord.Decision.APPROVED);
    }
}
