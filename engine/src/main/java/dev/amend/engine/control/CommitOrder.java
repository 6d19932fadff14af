package dev.amend.engine.control;

import dev.amend.engine.gates.Sleeper;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Orders a person's request before or after the commit that publishes a backfill, never in between. A run announces its
 * commit and then reads the requests; a person's request is recorded and then the announcement is read. So at least one
 * of the two sees the other.
 */
public final class CommitOrder {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Journal journal;
    private final Supplier<Optional<Lease>> runAtWork;
    private final Sleeper sleeper;

    /** @param runAtWork the lease of the run that is working on the backfill now */
    public CommitOrder(Journal journal, Supplier<Optional<Lease>> runAtWork, Sleeper sleeper) {
        this.journal = journal;
        this.runAtWork = runAtWork;
        this.sleeper = sleeper;
    }

    /**
     * Refuses the action before anything is recorded.
     *
     * @throws dev.amend.specs.error.AmendException if a run is about to commit
     */
    public void requireNoneUnderWay(String action) {
        underWay().ifPresent(intent -> {
            throw ControlCode.commitUnderWay(journal.id(), action, intent, "nothing was recorded");
        });
    }

    /** A commit announced by a run that is gone, so that only the table knows its outcome. */
    public Optional<CommitIntent> leftOpen() {
        // The announcement first: the run may take its lease or hand it back in between
        boolean isLeft = journal.openCommit().isPresent() && runAtWork.get().isEmpty();
        return isLeft ? journal.openCommit() : Optional.empty();
    }

    /**
     * Waits, after something was recorded, until it is certain that the record takes effect or took effect.
     *
     * @throws dev.amend.specs.error.AmendException if it was too late, or that is not known yet
     */
    public void requireHeard(String action) throws InterruptedException {
        requireCounted(action, Integer.MAX_VALUE);
    }

    /**
     * Waits in the same way for a decision.
     *
     * @param number the number of the decision
     */
    public void requireCounted(String action, int number) throws InterruptedException {
        Duration waited = Duration.ZERO;
        while (underWay().isPresent() && waited.compareTo(PATIENCE) < 0) {
            sleeper.sleep(LOOK_AGAIN);
            waited = waited.plus(LOOK_AGAIN);
        }

        journal.openCommit().filter(CommitOrder::isBegun).ifPresent(found -> {
            throw ControlCode.commitUnderWay(
                    journal.id(), action, found, "it was recorded, but it is not known yet whether in time");
        });
        publishedWithout(number).ifPresent(found -> {
            throw ControlCode.tooLate(journal.id(), action, found);
        });
    }

    private Optional<CommitIntent> underWay() {
        return journal.openCommit()
                .filter(intent -> isBegun(intent) && runAtWork.get().isPresent());
    }

    private static boolean isBegun(CommitIntent intent) {
        return intent.phase() == CommitIntent.Phase.BEGUN;
    }

    private Optional<CommitIntent> publishedWithout(int number) {
        BackfillState state = journal.status().state();
        return journal.commitIntent()
                .filter(intent -> intent.kind() == CommitIntent.Kind.PUBLISH)
                .filter(intent -> intent.phase() == CommitIntent.Phase.COMMITTED || state == BackfillState.PUBLISHED)
                .filter(intent -> number > intent.decisions());
    }
}
