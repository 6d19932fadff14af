package dev.amend.engine.publish;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.Control;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.specs.BackfillId;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.TableId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The reasons why a release, or its end, does not happen. */
public enum ReleaseCode implements ErrorCode {
    NOT_BUILT(ErrorKind.NOT_BUILT),
    NOT_APPROVED(ErrorKind.NOT_APPROVED),
    /** A check failed, and no run continues before a person has decided what to do. */
    HALTED(ErrorKind.NOT_APPROVED),
    /** A person wants the backfill to be paused or cancelled. */
    NOT_WANTED(ErrorKind.STOPPED),
    /** A signal asked the process to end. */
    ASKED_TO_END(ErrorKind.STOPPED),
    /** The backfill is over. */
    TOO_LATE(ErrorKind.USER),
    /** A rollback was interrupted, and the journal does not know whether it happened. */
    ROLLBACK_BEGUN(ErrorKind.USER),
    DRIFT(ErrorKind.DRIFT),
    /** The target's columns changed in a way that the frozen specification cannot follow. */
    COLUMNS_CHANGED(ErrorKind.CHECK_FAILED),
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

    static AmendException halted(BackfillId id, String reason) {
        return new AmendException(
                HALTED,
                "Cannot publish %s: it is HALTED: %s".formatted(id, reason),
                id.value(),
                "Look at 'amend report %1$s'. When the cause is fixed, 'amend retry %1$s' makes batches due again; 'amend cancel %1$s --reason TEXT' gives it up"
                        .formatted(id));
    }

    static AmendException notApproved(BackfillId id, String reason) {
        return new AmendException(
                NOT_APPROVED,
                "Cannot publish %s: %s".formatted(id, reason),
                id.value(),
                "Show the report to its owner, then: amend approve %s --by NAME --reason TEXT".formatted(id));
    }

    /** Someone decided again, with the same outcome, while the publication was prepared. */
    static AmendException decidedAnew(BackfillId id, String by) {
        return new AmendException(
                NOT_APPROVED,
                "Cannot publish %s: %s decided on the report while the publication was prepared".formatted(id, by),
                id.value(),
                "Nothing was published. Run 'amend publish %s' again to publish by that decision".formatted(id));
    }

    static AmendException notWanted(BackfillId id, String action, Control control) {
        return new AmendException(
                NOT_WANTED,
                "Cannot %s %s: %s by %s: %s"
                        .formatted(
                                action,
                                id,
                                control.wanted() == Control.Wanted.PAUSE ? "it was paused" : "it was cancelled",
                                control.by(),
                                control.reason()),
                "control.json of " + id,
                control.wanted() == Control.Wanted.PAUSE
                        ? "'amend resume %s --reason TEXT' takes the pause back".formatted(id)
                        : "Nothing was published. See 'amend status %s'".formatted(id));
    }

    /** Reports the end before any change that others can see. */
    static AmendException askedToEnd(BackfillId id, String action, String asked) {
        return new AmendException(
                ASKED_TO_END,
                "Cannot %s %s: %s before the commit".formatted(action, id, asked),
                id.value(),
                "Nothing was changed. Run the same command again");
    }

    /** Reports the end after a recorded publication: only the comparison with the approved data is missing. */
    public static AmendException notVerified(List<String> ids, String asked) {
        return new AmendException(
                ASKED_TO_END,
                "Cannot verify %s: %s. The publication is done and on record".formatted(String.join(", ", ids), asked),
                String.join(", ", ids),
                "To compare what consumers read with what was approved: amend verify "
                        + String.join("; amend verify ", ids));
    }

    static AmendException over(BackfillId id, BackfillState state, String action) {
        return new AmendException(
                TOO_LATE,
                "Cannot %s %s: it is %s".formatted(action, id, state),
                id.value(),
                "A new backfill_id starts a new backfill; see 'amend status %s'".formatted(id));
    }

    /** Only the target knows whether the old data is current again. */
    public static AmendException rollbackBegun(BackfillId id, CommitIntent intent, String action) {
        return new AmendException(
                ROLLBACK_BEGUN,
                "Cannot %s %s: %s began to roll it back at %s, and the outcome is not recorded"
                        .formatted(action, id, intent.by(), intent.at()),
                id.value(),
                "'amend rollback %s --reason TEXT' finds out whether it happened, and finishes it".formatted(id));
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
                "Contact whoever wrote those rows; 'amend rollback %s --discard-later-writes --reason TEXT' discards them"
                        .formatted(id));
    }

    /** Formats one line for each change: who changed which partitions when. */
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
                state.isBeforeBuilt() ? NOT_BUILT : NOT_PUBLISHED,
                "Cannot %s %s: it is %s, nothing of it is published".formatted(action, id, state),
                id.value(),
                "See 'amend status %s'".formatted(id));
    }

    /** Reports that none is on record; a repeated publish finds one that was interrupted after its commit. */
    static AmendException notOnRecord(BackfillId id, BackfillState state) {
        return new AmendException(
                NOT_PUBLISHED,
                "Cannot roll back %s: it is %s, no publication of it is on record".formatted(id, state),
                id.value(),
                "If a publish was cut off, give 'amend publish %s' again first: it finds what it did, and then this works. Else see 'amend status %s'"
                        .formatted(id, id));
    }

    /** Refuses a rebase: it would treat our own unrecorded commit of an interrupted publication as drift. */
    static AmendException rebaseOfPublished(BackfillId id, String where, long snapshotId) {
        return publishedAlready(
                id,
                "rebase",
                where,
                snapshotId,
                "'amend publish %s' finds it and records it; nothing was changed".formatted(id));
    }

    static AmendException columnsChanged(BackfillId id, TableId table, List<String> changes, AmendException cause) {
        return new AmendException(
                COLUMNS_CHANGED,
                "Cannot rebase %s: the columns of %s changed since it was planned (%s), and its specification, which is frozen, does not fit them: %s"
                        .formatted(id, table, String.join("; ", changes), cause.getMessage()),
                "table " + table,
                "Undo the change of the columns, or cancel the backfill ('amend cancel %s --reason TEXT') and start one with a new backfill_id"
                        .formatted(id),
                cause);
    }

    static AmendException unrecordedPublication(BackfillId id, String action, String where, long snapshotId) {
        return publishedAlready(
                id,
                action,
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

    /** Turns an unknown outcome into a message; the repeated command looks first and then continues. */
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
