package dev.amend.engine.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The progress of one batch: {@code batches/BATCH.json}.
 *
 * @param id its first partition
 * @param attempts how many builds of it were started
 * @param builtAgainFor why a rebase made it due again; empty if none did
 * @param snapshotId its commit in the shadow
 * @param reconciledSnapshotId the commit that was compared with the baseline
 * @param rows rows written
 * @param bytes bytes written
 * @param startedAt when its last attempt began
 * @param epoch the epoch of the lease under which this was written
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

    private static final Duration LONGEST = Duration.ofDays(36_500);

    public BatchRecord {
        requirePlausible("build_duration", buildDuration);
        requirePlausible("reconcile_duration", reconcileDuration);
    }

    /** Refuses an implausible duration: durations are added up, and it would cause an overflow. */
    private static void requirePlausible(String field, Optional<Duration> duration) {
        if (duration.filter(found -> found.compareTo(LONGEST) > 0).isPresent()) {
            throw new IllegalArgumentException(
                    "Invalid %s: %s is more than a hundred years".formatted(field, duration.get()));
        }
    }

    /** The reason why a batch failed. */
    public record Failure(String code, String message) {}

    /** The number of findings of each severity in the last reconciliation. */
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

    /** Makes the batch due again, to be built from the start; keeps the number of attempts. */
    public BatchRecord dueAgain() {
        return dueAgain(builtAgainFor);
    }

    /** Makes the batch due again because its sources or its old data changed. */
    public BatchRecord dueAgain(String reason) {
        return dueAgain(Optional.of(reason));
    }

    private BatchRecord dueAgain(Optional<String> reason) {
        Draft draft = new Draft(due(id));
        draft.attempts = attempts;
        draft.builtAgainFor = reason;
        return draft.record();
    }

    /** Marks the batch to be compared again without a new build, because partitions next to the range changed. */
    public BatchRecord toCompareAgain() {
        Draft draft = new Draft(this);
        draft.state = BatchState.BUILT;
        draft.isNotCompared();
        return draft.record();
    }

    /** Starts one more attempt. */
    public BatchRecord building(Instant now) {
        Draft draft = new Draft(due(id));
        draft.state = BatchState.BUILDING;
        draft.attempts = attempts + 1;
        draft.builtAgainFor = builtAgainFor;
        draft.startedAt = Optional.of(now);
        draft.epoch = epoch;
        return draft.record();
    }

    /** Records the batch's commit in the shadow. */
    public BatchRecord built(long snapshot, long writtenRows, long writtenBytes, Duration took) {
        Draft draft = new Draft(this);
        draft.state = BatchState.BUILT;
        draft.snapshotId = Optional.of(snapshot);
        draft.rows = writtenRows;
        draft.bytes = writtenBytes;
        draft.buildDuration = Optional.of(took);
        draft.isNotCompared();
        return draft.record();
    }

    /** Records that its commit was compared and no check failed. */
    public BatchRecord reconciled(long snapshot, FindingCounts counts, Duration took) {
        return compared(BatchState.RECONCILED, snapshot, counts, took, Optional.empty());
    }

    /** Records that its commit was compared and a check failed. */
    public BatchRecord refuted(long snapshot, FindingCounts counts, Duration took, Failure failure) {
        return compared(BatchState.FAILED, snapshot, counts, took, Optional.of(failure));
    }

    private BatchRecord compared(
            BatchState verdict, long snapshot, FindingCounts counts, Duration took, Optional<Failure> failure) {
        Draft draft = new Draft(this);
        draft.state = verdict;
        draft.reconciledSnapshotId = Optional.of(snapshot);
        draft.reconcileDuration = Optional.of(took);
        draft.lastError = failure;
        draft.findings = counts;
        return draft.record();
    }

    /** Records an error that occurred before the batch could be compared. */
    public BatchRecord failed(Failure failure) {
        Draft draft = new Draft(this);
        draft.state = BatchState.FAILED;
        draft.lastError = Optional.of(failure);
        return draft.record();
    }

    BatchRecord withEpoch(long newEpoch) {
        Draft draft = new Draft(this);
        draft.epoch = newEpoch;
        return draft.record();
    }

    /** Returns the record with another attempt number; the shadow knows best which attempt it has. */
    public BatchRecord withAttempts(int newAttempts) {
        Draft draft = new Draft(this);
        draft.attempts = newAttempts;
        return draft.record();
    }

    /** A mutable copy of a record. */
    private static final class Draft {
        private final String id;
        private BatchState state;
        private int attempts;
        private Optional<String> builtAgainFor;
        private Optional<Long> snapshotId;
        private Optional<Long> reconciledSnapshotId;
        private long rows;
        private long bytes;
        private Optional<Instant> startedAt;
        private Optional<Duration> buildDuration;
        private Optional<Duration> reconcileDuration;
        private Optional<Failure> lastError;
        private FindingCounts findings;
        private long epoch;

        private Draft(BatchRecord from) {
            id = from.id;
            state = from.state;
            attempts = from.attempts;
            builtAgainFor = from.builtAgainFor;
            snapshotId = from.snapshotId;
            reconciledSnapshotId = from.reconciledSnapshotId;
            rows = from.rows;
            bytes = from.bytes;
            startedAt = from.startedAt;
            buildDuration = from.buildDuration;
            reconcileDuration = from.reconcileDuration;
            lastError = from.lastError;
            findings = from.findings;
            epoch = from.epoch;
        }

        private void isNotCompared() {
            reconciledSnapshotId = Optional.empty();
            reconcileDuration = Optional.empty();
            lastError = Optional.empty();
            findings = FindingCounts.NONE;
        }

        private BatchRecord record() {
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
                    epoch);
        }
    }
}
