package dev.amend.engine.publish;

import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.publish.branch.Consent;
import dev.amend.specs.error.AmendException;
import java.util.Optional;

/** The final check before a rollback's commit: nobody blocks it, and the publication is still current. */
final class RollbackConsent implements Consent {
    private final RunJournal journal;
    private final ReleaseRecord release;

    RollbackConsent(RunJournal journal, ReleaseRecord release) {
        this.journal = journal;
        this.release = release;
    }

    @Override
    public void require() {
        Journal now = journal.journal();
        int decisions = now.commitIntent()
                .map(CommitIntent::decisions)
                .orElseGet(() -> now.approvals().size());
        journal.begin(CommitIntent.Kind.ROLLBACK, release.reportDigest(), decisions);
        try {
            requireStill(now);
        } catch (AmendException e) {
            journal.settle(CommitIntent.Phase.WITHDRAWN);
            throw e;
        }
    }

    private void requireStill(Journal now) {
        MayPublish.requireWanted(now, "roll back");
        if (!Releases.current(now).equals(Optional.of(release))) {
            throw ReleaseCode.notPublished(now.id(), now.status().state(), "roll back");
        }
    }
}
