package dev.amend.engine.publish;

import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.approval.CurrentApproval;
import dev.amend.engine.approval.Untouched;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journal;
import java.time.Clock;
import java.util.Optional;

/** Decides from the journal alone whether a backfill may be published now. */
public final class MayPublish {
    private final Journal journal;
    private final Clock clock;

    public MayPublish(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Refuses a backfill that can't be published. One that is published, or may be by a run that was killed, is left to
     * the table, which knows.
     *
     * @return the approval that the publication relies on
     * @throws dev.amend.specs.error.AmendException saying what is missing
     */
    public ApprovalVerdict require() {
        requireBuilt();
        requireNoRollback();
        ApprovalVerdict approval = CurrentApproval.of(journal, clock);
        if (!isPublished() && journal.openCommit().isEmpty()) {
            requireNow(approval);
        }
        return approval;
    }

    /**
     * Refuses a publication that must not be committed now.
     *
     * @param given the approval with which the publication was prepared
     */
    void requireStill(ApprovalVerdict given) {
        requireBuilt();
        ApprovalVerdict now = CurrentApproval.of(journal, clock);
        requireNow(now);
        if (!now.by().equals(given.by()) || !now.digest().equals(given.digest())) {
            throw ReleaseCode.decidedAnew(journal.id(), now.by().orElse(""));
        }
    }

    private void requireNow(ApprovalVerdict approval) {
        requireWanted(journal, "publish");
        Untouched.require(journal);
        approval.reasonVoid().ifPresent(reason -> {
            throw ReleaseCode.notApproved(journal.id(), reason);
        });
    }

    /** Refuses while a person wants the backfill to be paused or cancelled. */
    static void requireWanted(Journal journal, String action) {
        Control control = journal.control();
        if (control.wanted() != Control.Wanted.RUN) {
            throw ReleaseCode.notWanted(journal.id(), action, control);
        }
    }

    private void requireBuilt() {
        BackfillState state = journal.status().state();
        switch (state) {
            case BUILT, APPROVED, PUBLISHED -> {}
            case HALTED ->
                throw ReleaseCode.halted(journal.id(), journal.status().reason());
            case READY, RUNNING, WAITING, PAUSED ->
                throw ReleaseCode.notBuilt(journal.id(), state, journal.status().reason());
            case ROLLED_BACK, CANCELLED, RETIRED -> throw ReleaseCode.over(journal.id(), state, "publish");
        }
    }

    private void requireNoRollback() {
        Optional<CommitIntent> rollback =
                journal.openCommit().filter(intent -> intent.kind() == CommitIntent.Kind.ROLLBACK);
        rollback.ifPresent(intent -> {
            throw ReleaseCode.rollbackBegun(journal.id(), intent, "publish");
        });
    }

    private boolean isPublished() {
        return journal.status().state() == BackfillState.PUBLISHED;
    }
}
