package dev.amend.engine.publish;

import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.RunJournal;
import dev.amend.publish.branch.Consent;
import dev.amend.specs.error.AmendException;
import java.time.Clock;

/**
 * The final check before a publication is committed: it announces the commit, and then reads everything once more. So
 * anyone who decides later finds the announcement, and any earlier decision counts.
 */
public final class PublishConsent implements Consent {
    private final RunJournal journal;
    private final ApprovalVerdict given;
    private final Clock clock;

    /** @param given the approval with which the publication was prepared */
    public PublishConsent(RunJournal journal, ApprovalVerdict given, Clock clock) {
        this.journal = journal;
        this.given = given;
        this.clock = clock;
    }

    @Override
    public void require() {
        int counted;
        do {
            counted = decisions();
            journal.begin(CommitIntent.Kind.PUBLISH, given.digest().orElseThrow(), counted);
            requireStill();
        } while (counted != decisions());
    }

    private int decisions() {
        return journal.journal().approvals().size();
    }

    private void requireStill() {
        try {
            new MayPublish(journal.journal(), clock).requireStill(given);
        } catch (AmendException e) {
            journal.settle(CommitIntent.Phase.WITHDRAWN);
            giveUpIfCancelled();
            throw e;
        }
    }

    /** Carries out a cancellation: the person who requested it left it to the run that holds the lease. */
    private void giveUpIfCancelled() {
        Control control = journal.journal().control();
        if (control.wanted() == Control.Wanted.CANCEL
                && journal.journal().status().state().canBecome(BackfillState.CANCELLED)) {
            journal.transition(BackfillState.CANCELLED, control.reason());
        }
    }
}
