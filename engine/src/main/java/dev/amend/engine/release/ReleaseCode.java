package dev.amend.engine.release;

import dev.amend.engine.journal.BackfillState;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.specs.AmendException;
import dev.amend.specs.BackfillId;
import dev.amend.specs.ErrorCode;
import dev.amend.specs.ErrorKind;
import dev.amend.specs.PartitionUnit;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Why a release, or its end, does not come about. */
public enum ReleaseCode implements ErrorCode {
    NOT_BUILT(ErrorKind.NOT_APPROVED),
    NOT_APPROVED(ErrorKind.NOT_APPROVED),
    DRIFT(ErrorKind.DRIFT),
    NOT_PUBLISHED(ErrorKind.USER),
    PUBLISHED_ALREADY(ErrorKind.USER),
    WINDOW_OPEN(ErrorKind.USER),
    COMMIT_OUTCOME_UNKNOWN(ErrorKind.UNKNOWN_OUTCOME);

    private static final int NAMED_PARTITIONS = 10;

    private final ErrorKind kind;

    ReleaseCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException notBuilt(BackfillId id, BackfillState state, String reason) {
        return new AmendException(
                NOT_BUILT,
                "Cannot publish %s: it is %s%s".formatted(id, state, reason.isEmpty() ? "" : ": " + reason),
                id.value(),
                "Nothing is published before every batch is reconciled and the report is approved; see 'amend status %s'"
                        .formatted(id));
    }

    static AmendException notApproved(BackfillId id, String reason) {
        return new AmendException(
                NOT_APPROVED,
                "Cannot publish %s: %s".formatted(id, reason),
                id.value(),
                "Show the report to its owner, then: amend approve %s --by NAME --reason TEXT".formatted(id));
    }

    static AmendException drift(BackfillId id, PartitionUnit unit, List<RangeChange> changes) {
        return new AmendException(
                DRIFT,
                "Cannot publish %s: the target changed inside the range since the baseline, nothing was written:%n%s"
                        .formatted(id, table(unit, changes)),
                id.value(),
                "'amend rebase %s' takes the changes up and makes only the touched batches due; then 'amend run SPEC'"
                        .formatted(id));
    }

    static AmendException laterWrites(BackfillId id, PartitionUnit unit, List<RangeChange> changes) {
        return new AmendException(
                DRIFT,
                "Cannot roll back %s: others wrote into the range after it was published, nothing was changed:%n%s"
                        .formatted(id, table(unit, changes)),
                id.value(),
                "Talk to those who wrote; 'amend rollback %s --discard-later-writes --reason TEXT' throws their rows away"
                        .formatted(id));
    }

    /** One line for each change: who changed which partitions when. */
    public static String table(PartitionUnit unit, List<RangeChange> changes) {
        return changes.stream()
                .map(change -> "    snapshot %s  %s  %s by %s: %s"
                        .formatted(
                                change.snapshotId().isPresent()
                                        ? Long.toString(change.snapshotId().getAsLong())
                                        : RangeChange.UNKNOWN,
                                change.committedAt().map(Instant::toString).orElse("at an unknown time"),
                                change.operation(),
                                change.engine(),
                                partitions(unit, change)))
                .collect(Collectors.joining("\n"));
    }

    private static String partitions(PartitionUnit unit, RangeChange change) {
        if (change.partitions().isEmpty()) {
            return "outside of the range";
        }
        String named = change.partitions().stream()
                .limit(NAMED_PARTITIONS)
                .map(unit::format)
                .collect(Collectors.joining(", "));
        int more = change.partitions().size() - NAMED_PARTITIONS;
        return more > 0 ? named + " and %d more".formatted(more) : named;
    }

    static AmendException notPublished(BackfillId id, BackfillState state, String action) {
        return new AmendException(
                NOT_PUBLISHED,
                "Cannot %s %s: it is %s, nothing of it is published".formatted(action, id, state),
                id.value(),
                "See 'amend status %s'".formatted(id));
    }

    /** The journal may lack a publication that was cut off right after its commit: publishing again finds it. */
    static AmendException notOnRecord(BackfillId id, BackfillState state) {
        return new AmendException(
                NOT_PUBLISHED,
                "Cannot roll back %s: it is %s, no publication of it is on record".formatted(id, state),
                id.value(),
                "If a publish was cut off, give 'amend publish %s' again first: it finds what it did, and then this works. Else see 'amend status %s'"
                        .formatted(id, id));
    }

    /** To a publication that was cut off before it was recorded, a rebase would take our own commit for drift. */
    static AmendException rebaseOfPublished(BackfillId id, String where, long snapshotId) {
        return publishedAlready(
                id,
                "rebase",
                where,
                snapshotId,
                "'amend publish %s' finds it and records it; nothing was changed".formatted(id));
    }

    static AmendException cancelOfPublished(BackfillId id, String where, long snapshotId) {
        return publishedAlready(
                id,
                "cancel",
                where,
                snapshotId,
                "'amend publish %s' finds it and records it; then 'amend rollback %s --reason TEXT' makes the old data current again. Nothing was changed"
                        .formatted(id, id));
    }

    private static AmendException publishedAlready(
            BackfillId id, String action, String where, long snapshotId, String next) {
        return new AmendException(
                PUBLISHED_ALREADY,
                "Cannot %s %s: it is published already, by a publish that was cut off before it was recorded"
                        .formatted(action, id),
                "%s, snapshot %d".formatted(where, snapshotId),
                next);
    }

    static AmendException windowOpen(BackfillId id, Instant until) {
        return new AmendException(
                WINDOW_OPEN,
                "Cannot retire %s: its rollback window is open until %s".formatted(id, until),
                "rollback.keep_for",
                "Try again after that; until then the old data is one 'amend rollback %s' away".formatted(id));
    }

    /** Turns an unknown outcome into words; the same command looks first, then goes on. */
    public static AmendException outcomeUnknown(BackfillId id, String command, CommitOutcomeUnknown cause) {
        return new AmendException(
                COMMIT_OUTCOME_UNKNOWN,
                String.valueOf(cause.getMessage()),
                id.value(),
                "Nothing was deleted. Run 'amend %s' again when the catalog answers: it looks first whether it happened"
                        .formatted(command),
                cause);
    }
}
