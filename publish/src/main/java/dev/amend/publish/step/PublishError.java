package dev.amend.publish.step;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.specs.Batch;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways in which building on the shadow, publishing and rolling back can fail. */
public enum PublishError implements ErrorCode {
    /** A ref with the backfill's name is at another snapshot. */
    REF_TAKEN(ErrorKind.CHECK_FAILED),
    /** The table itself, its schema or its partition spec has changed since planning. */
    TARGET_CHANGED(ErrorKind.CHECK_FAILED),
    /** A later run has taken over. */
    FENCED_OFF(ErrorKind.LEASE_HELD),
    /** The shadow is not as the backfill left it. */
    SHADOW_CHANGED(ErrorKind.CHECK_FAILED),
    /** A batch's commit does not meet its requirements. */
    BATCH_COMMIT_WRONG(ErrorKind.CHECK_FAILED),
    /** The shadow's contents are not the reconciled ones. */
    NOT_RECONCILED(ErrorKind.NOT_APPROVED),
    /** It is unknown whether a commit was applied. */
    COMMIT_OUTCOME_UNKNOWN(ErrorKind.UNKNOWN_OUTCOME),
    /** Others commit to main faster than the publication can. */
    MAIN_BUSY(ErrorKind.TRANSIENT),
    /** The publication was already undone. */
    ROLLED_BACK_ALREADY(ErrorKind.CHECK_FAILED),
    /** The prepared commit differs from the approved data. */
    PUBLICATION_WRONG(ErrorKind.CHECK_FAILED),
    /** The publication does not exist. */
    NOT_PUBLISHED(ErrorKind.CHECK_FAILED),
    /** Something that the rollback needs is missing. */
    ROLLBACK_NOT_READY(ErrorKind.CHECK_FAILED),
    /** The prepared commit does not contain the old data. */
    ROLLBACK_WRONG(ErrorKind.CHECK_FAILED);

    private final ErrorKind kind;

    PublishError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /** The failure shown to a user after a commit with an unknown outcome. */
    public static AmendException outcomeUnknown(CommitOutcomeUnknown unknown) {
        return new AmendException(
                COMMIT_OUTCOME_UNKNOWN,
                String.valueOf(unknown.getMessage()),
                "table " + unknown.table(),
                "Nothing was deleted. Run the same command again once the catalog responds: it first finds out what happened to the commit",
                unknown);
    }

    public static AmendException refTaken(String table, String ref, long expected, long found) {
        return new AmendException(
                REF_TAKEN,
                "Cannot use ref '%s': it is at snapshot %d, expected %d".formatted(ref, found, expected),
                "table " + table,
                "Find out whose it is; drop it, or choose another backfill_id or rollback.snapshot");
    }

    public static AmendException violated(String table, GuardViolation violation) {
        return switch (violation.rule()) {
            case EPOCH ->
                new AmendException(
                        FENCED_OFF,
                        "Cannot commit to %s: %s".formatted(table, violation.getMessage()),
                        "table " + table,
                        "Leave the backfill to the later run; 'amend status ID' says who it is",
                        violation);
            case SCHEMA, PARTITION_SPEC, FORMAT_VERSION ->
                new AmendException(
                        TARGET_CHANGED,
                        "Cannot commit to %s: %s".formatted(table, violation.getMessage()),
                        "table " + table,
                        "Run 'amend rebase ID': it takes up columns and partition fields that were added, and wider types, and keeps what is built; it says what to do about other changes",
                        violation);
            case TABLE ->
                new AmendException(
                        TARGET_CHANGED,
                        "Cannot commit to %s: %s".formatted(table, violation.getMessage()),
                        "table " + table,
                        "Plan a new backfill against the table as it is now",
                        violation);
            case REF, MAIN, DECISION ->
                new AmendException(
                        SHADOW_CHANGED,
                        "Cannot commit to %s: %s".formatted(table, violation.getMessage()),
                        "table " + table,
                        "Find out who moved it; 'amend retry ID --batch BATCH' and 'amend run SPEC' build what is lost again",
                        violation);
        };
    }

    public static AmendException shadowMissing(String table, String branch) {
        return new AmendException(
                SHADOW_CHANGED,
                "Cannot find shadow '%s': the table has no such branch".formatted(branch),
                "table " + table,
                "Start the backfill with 'amend run'; if it was started, find out who dropped the branch");
    }

    public static AmendException shadowForeign(String table, String branch, long snapshotId, String operation) {
        return new AmendException(
                SHADOW_CHANGED,
                "Cannot trust shadow '%s': its snapshot %d (%s) is not of this backfill"
                        .formatted(branch, snapshotId, operation),
                "table " + table,
                "Find out who wrote to the branch; cancel the backfill and start it again under a new backfill_id");
    }

    public static AmendException shadowBroken(String table, String branch) {
        return new AmendException(
                SHADOW_CHANGED,
                "Cannot trust shadow '%s': its snapshots do not lead back to where the range was cleared"
                        .formatted(branch),
                "table " + table,
                "Find out who expired snapshots of the branch; cancel the backfill and start it again");
    }

    public static AmendException batchWrong(String table, Batch batch, long snapshotId, String reason) {
        return new AmendException(
                BATCH_COMMIT_WRONG,
                "Cannot accept the commit of batch %s: %s".formatted(batch.id(), reason),
                "table %s, snapshot %d".formatted(table, snapshotId),
                "Build the batch again with 'amend retry ID --batch %s'; tell us if it happens again"
                        .formatted(batch.id()));
    }

    public static AmendException baselineGone(String table, long snapshotId) {
        return new AmendException(
                SHADOW_CHANGED,
                "Cannot keep the old data: baseline snapshot %d was expired before it got its tag, or after the tag was dropped"
                        .formatted(snapshotId),
                "table %s, snapshot %d".formatted(table, snapshotId),
                "Start a new backfill, under a new backfill_id, from the table as it is now");
    }

    public static AmendException notReconciled(String table, String reason) {
        return new AmendException(
                NOT_RECONCILED,
                "Cannot publish to %s: %s".formatted(table, reason),
                "table " + table,
                "Run 'amend run SPEC' until every batch is reconciled, and have the new report approved");
    }

    public static AmendException mainBusy(String table, int tries, @Nullable Throwable cause) {
        return new AmendException(
                MAIN_BUSY,
                "Cannot commit to main: others committed first in each of %d tries".formatted(tries),
                "table " + table,
                "Try again when the table is quieter",
                cause);
    }

    public static AmendException rolledBackAlready(String table, long snapshotId) {
        return new AmendException(
                ROLLED_BACK_ALREADY,
                "Cannot publish again: the publication was rolled back by snapshot %d".formatted(snapshotId),
                "table %s, snapshot %d".formatted(table, snapshotId),
                "Start a new backfill");
    }

    public static AmendException movedOffPublication(String table, long snapshotId) {
        return new AmendException(
                ROLLED_BACK_ALREADY,
                "Cannot publish again: publication %d was made, and someone moved main off it since"
                        .formatted(snapshotId),
                "table %s, snapshot %d".formatted(table, snapshotId),
                "Put it on record with 'amend rollback ID --reason TEXT', then start a new backfill");
    }

    public static AmendException publicationWrong(String table, String reason) {
        return new AmendException(
                PUBLICATION_WRONG,
                "Cannot publish to %s, nothing was changed: the commit that was prepared is not what was approved: %s"
                        .formatted(table, reason),
                "table " + table,
                "Run the same command again. If the message comes back, report it as a bug and leave the table as it is");
    }

    public static AmendException notPublished(String table, long snapshotId) {
        return new AmendException(
                NOT_PUBLISHED,
                "Cannot roll back: the table has no publication %d of this backfill, or no more: its tag was dropped and others expired it"
                        .formatted(snapshotId),
                "table %s, snapshot %d".formatted(table, snapshotId),
                "Look at 'amend history' for what was published");
    }

    public static AmendException rollbackNotReady(String table, List<String> missing) {
        return new AmendException(
                ROLLBACK_NOT_READY,
                "Cannot roll back, nothing was changed: %s".formatted(String.join("; ", missing)),
                "table " + table,
                "Restore what is missing, or correct the data with a new backfill");
    }

    public static AmendException rollbackWrong(String table, String reason) {
        return new AmendException(
                ROLLBACK_WRONG,
                "Cannot roll back %s, nothing was changed: the commit that was prepared is not the old data: %s"
                        .formatted(table, reason),
                "table " + table,
                "Run the same command again. If the message comes back, report it as a bug and leave the table as it is");
    }
}
