package dev.amend.engine.publish;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import java.util.Optional;

/** Decides from the journal alone whether a publication may be rolled back now. */
public final class MayRollBack {
    private final Journal journal;

    public MayRollBack(Journal journal) {
        this.journal = journal;
    }

    /**
     * Refuses if there is no publication to roll back, or the old data is no longer kept.
     *
     * @return the latest recorded release: a publication, or the rollback that was already done
     * @throws dev.amend.specs.error.AmendException saying what is missing
     */
    public ReleaseRecord require() {
        BackfillState state = journal.status().state();
        Optional<ReleaseRecord> latest = Releases.latest(journal);
        if (latest.isEmpty()) {
            throw state.isBeforeBuilt()
                    ? ReleaseCode.notPublished(journal.id(), state, "roll back")
                    : ReleaseCode.notOnRecord(journal.id(), state);
        }
        if (state == BackfillState.RETIRED && latest.get().kind() == ReleaseRecord.Kind.PUBLISH) {
            throw ReleaseCode.over(journal.id(), state, "roll back");
        }
        return latest.get();
    }
}
