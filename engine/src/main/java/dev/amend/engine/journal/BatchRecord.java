package dev.amend.engine.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far one batch has come: {@code batches/BATCH.json}.
 *
 * @param id its first partition
 * @param attempts how often it was begun to be built
 * @param builtAgainFor why a rebase made it due again; empty if none did
 * @param snapshotId its commit in the shadow
 * @param reconciledSnapshotId the commit that was compared with the baseline
 * @param rows rows written
 * @param bytes bytes written
 * @param startedAt when its last attempt began
 * @param epoch of the lease under which this was written
 */
public record BatchRecord(
        String id,
        BatchState state,
        int attempts,
        Optional<String> builtAgainFor,
        Optional<Long> snapshotId,
        Optional<Long> reconciledSnapshotId,
        long rows,
        long bytes,
        Optional<Instant> startedAt,
        Optional<Duration> buildDuration,
        Optional<Duration> reconcileDuration,
        Optional<Failure> lastError,
        FindingCounts findings,
        long epoch) {

    /** Why a batch failed. */
    public record Failure(String code, String message) {}

    /** How many findings of each severity its last reconciliation had. */
    public record FindingCounts(int pass, int warn, int fail) {
        public static final FindingCounts NONE = new FindingCounts(0, 0, 0);
    }

    /** A batch that nothing was done for yet. */
    public static BatchRecord due(String id) {
        return new BatchRecord(
                id,
                BatchState.DUE,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                FindingCounts.NONE,
                0);
    }

    /** To be built again, from the start; how often it was tried stays. */
    public BatchRecord dueAgain() {
        return dueAgain(builtAgainFor);
    }

    /** To be built again, because what it was built from or compared with changed. */
    public BatchRecord dueAgain(String reason) {
        return dueAgain(Optional.of(reason));
    }

    private BatchRecord dueAgain(Optional<String> reason) {
        return new BatchRecord(
                id,
                BatchState.DUE,
                attempts,
                reason,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                FindingCounts.NONE,
                0);
    }

    /** To be compared again as it was built, because what lies beside it changed. */
    public BatchRecord toCompareAgain() {
        return new BatchRecord(
                id,
                BatchState.BUILT,
                attempts,
                builtAgainFor,
                snapshotId,
                Optional.empty(),
                rows,
                bytes,
                startedAt,
                buildDuration,
                Optional.empty(),
                Optional.empty(),
                FindingCounts.NONE,
                epoch);
    }

    /** One attempt more is begun. */
    public BatchRecord building(Instant now) {
        return new BatchRecord(
                id,
                BatchState.BUILDING,
                attempts + 1,
                builtAgainFor,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.of(now),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                FindingCounts.NONE,
                epoch);
    }

    /** Its commit is in the shadow. */
    public BatchRecord built(long snapshot, long writtenRows, long writtenBytes, Duration took) {
        return new BatchRecord(
                id,
                BatchState.BUILT,
                attempts,
                builtAgainFor,
                Optional.of(snapshot),
                Optional.empty(),
                writtenRows,
                writtenBytes,
                startedAt,
                Optional.of(took),
                Optional.empty(),
                Optional.empty(),
                FindingCounts.NONE,
                epoch);
    }

    /** Its commit was compared and no check failed. */
    public BatchRecord reconciled(long snapshot, FindingCounts counts, Duration took) {
        return compared(BatchState.RECONCILED, snapshot, counts, took, Optional.empty());
    }

    /** Its commit was compared and a check failed. */
    public BatchRecord refuted(long snapshot, FindingCounts counts, Duration took, Failure failure) {
        return compared(BatchState.FAILED, snapshot, counts, took, Optional.of(failure));
    }

    /** Something went wrong with it before it could be compared. */
    public BatchRecord failed(Failure failure) {
        return new BatchRecord(
                id,
                BatchState.FAILED,
                attempts,
                builtAgainFor,
                snapshotId,
                reconciledSnapshotId,
                rows,
                bytes,
                startedAt,
                buildDuration,
                reconcileDuration,
                Optional.of(failure),
                findings,
                epoch);
    }

    BatchRecord withEpoch(long newEpoch) {
        return new BatchRecord(
                id,
                state,
                attempts,
                builtAgainFor,
                snapshotId,
                reconciledSnapshotId,
                rows,
                bytes,
                startedAt,
                buildDuration,
                reconcileDuration,
                lastError,
                findings,
                newEpoch);
    }

    /** The same, as of another attempt: the shadow knows better than the journal which one it has. */
    public BatchRecord withAttempts(int newAttempts) {
        return new BatchRecord(
                id,
                state,
                newAttempts,
                builtAgainFor,
                snapshotId,
                reconciledSnapshotId,
                rows,
                bytes,
                startedAt,
                buildDuration,
                reconcileDuration,
                lastError,
                findings,
                epoch);
    }

    private BatchRecord compared(
            BatchState verdict, long snapshot, FindingCounts counts, Duration took, Optional<Failure> failure) {
        return new BatchRecord(
                id,
                verdict,
                attempts,
                builtAgainFor,
                snapshotId,
                Optional.of(snapshot),
                rows,
                bytes,
                startedAt,
                buildDuration,
                Optional.of(took),
                failure,
                counts,
                epoch);
    }
}
