package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.publish.shadow.CommittedBatch;
import java.time.Duration;
import java.util.Optional;

/**
 * Corrects the journal's record of a batch from the shadow, which takes precedence: the commit itself is the
 * checkpoint, and a crash may have come between the commit and its record.
 */
final class Checkpoints {

    private Checkpoints() {}

    /**
     * The true record of a batch.
     *
     * @param recorded the record in the journal
     * @param committed the batch's latest commit on the shadow
     */
    static BatchRecord corrected(BatchRecord recorded, Optional<CommittedBatch> committed) {
        return switch (recorded.state()) {
            case DUE ->
                committed
                        .filter(commit -> commit.attempt() > recorded.attempts())
                        .map(commit -> built(recorded, commit))
                        .orElse(recorded);
            case BUILDING ->
                committed
                        .filter(commit -> commit.attempt() >= recorded.attempts())
                        .map(commit -> built(recorded, commit))
                        .orElseGet(recorded::dueAgain);
            case BUILT, RECONCILED ->
                committed
                        .filter(commit -> isOf(commit, recorded))
                        .map(commit -> recorded)
                        .orElseGet(() -> corrected(recorded.dueAgain(), committed));
            case FAILED -> recorded;
        };
    }

    private static boolean isOf(CommittedBatch commit, BatchRecord recorded) {
        return recorded.snapshotId().filter(id -> id == commit.snapshotId()).isPresent();
    }

    private static BatchRecord built(BatchRecord recorded, CommittedBatch commit) {
        BatchRecord atAttempt = recorded.state() == BatchState.BUILDING && recorded.attempts() == commit.attempt()
                ? recorded
                : recorded.withAttempts(commit.attempt());
        return atAttempt.built(commit.snapshotId(), commit.rows(), commit.bytes(), Duration.ZERO);
    }
}
