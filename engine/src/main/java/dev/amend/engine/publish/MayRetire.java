package dev.amend.engine.publish;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.plan.FrozenBackfill;
import java.time.Clock;
import java.time.Instant;

/** Decides from the journal alone whether a backfill may be retired now. */
public final class MayRetire {
    private final Journal journal;
    private final FrozenBackfill backfill;
    private final Clock clock;

    public MayRetire(Journal journal, FrozenBackfill backfill, Clock clock) {
        this.journal = journal;
        this.backfill = backfill;
        this.clock = clock;
    }

    /** @throws dev.amend.specs.error.AmendException if nothing was published, or the rollback window is open */
    public void require() {
        BackfillState state = journal.status().state();
        if (state == BackfillState.PUBLISHED) {
            requireWindowOver();
        } else if (state != BackfillState.RETIRED && !state.canBecome(BackfillState.RETIRED)) {
            throw ReleaseCode.notPublished(journal.id(), state, "retire");
        }
    }

    private void requireWindowOver() {
        Instant until = Releases.current(journal)
                .orElseThrow()
                .at()
                .plus(backfill.specification().rollback().keepFor());
        if (clock.instant().isBefore(until)) {
            throw ReleaseCode.windowOpen(backfill.id(), until);
        }
    }
}
