package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.GuardViolation;
import dev.amend.specs.AmendException;
import dev.amend.specs.Batch;
import dev.amend.specs.ErrorCode;
import dev.amend.specs.ErrorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways in which building on the shadow, publishing and rolling back can fail. */
public enum PublishError implements ErrorCode {
    /** A ref of the backfill's name is elsewhere. */
    REF_TAKEN(ErrorKind.CHECK_FAILED),
    /** The table itself, its schema or its partition spec is not as planned. */
    TARGET_CHANGED(ErrorKind.CHECK_FAILED),
    /** A later run has taken over. */
    FENCED_OFF(ErrorKind.LEASE_HELD),
    /** The shadow is not what the backfill made of it. */
    SHADOW_CHANGED(ErrorKind.CHECK_FAILED),
    /** A batch's commit is not as it must be. */
    BATCH_COMMIT_WRONG(ErrorKind.CHECK_FAILED),
    /** What is on the shadow is not what was reconciled. */
    NOT_RECONCILED(ErrorKind.NOT_APPROVED),
    /** Nobody knows whether a commit was applied. */
    COMMIT_OUTCOME_UNKNOWN(ErrorKind.UNKNOWN_OUTCOME),
    /** Others commit to main faster than the publication can. */
    MAIN_BUSY(ErrorKind.TRANSIENT),
    /** The publication was undone already. */
    ROLLED_BACK_ALREADY(ErrorKind.CHECK_FAILED),
    /** What was committed is not what was approved. */
    PUBLICATION_WRONG(ErrorKind.CHECK_FAILED),
    /** There is no such publication. */
    NOT_PUBLISHED(ErrorKind.CHECK_FAILED),
    /** Something that rolling back needs is missing. */
    ROLLBACK_NOT_READY(ErrorKind.CHECK_FAILED),
    /** What was rolled back to is not what was there before. */
    ROLLBACK_WRONG(ErrorKind.CHECK_FAILED);

    private final ErrorKind kind;

    PublishError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /** What a user is told of a commit whose outcome nobody knows. */
    public static AmendException outcomeUnknown(CommitOutcomeUnknown unknown) {
        return new AmendException(
                COMMIT_OUTCOME_UNKNOWN,
                String.valueOf(unknown.getMessage()),
                "table " + unknown.table(),
                "Nothing was deleted. Give the same command again when the catalog answers: it looks what became of the commit first",
                unknown);
    }

    static AmendException refTaken(String table, String ref, long expected, long found) {
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
            case TABLE, SCHEMA, PARTITION_SPEC, FORMAT_VERSION ->
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

    static AmendException shadowForeign(String table, String branch, long snapshotId, String operation) {
        return new AmendException(
                SHADOW_CHANGED,
                "Cannot trust shadow '%s': its snapshot %d (%s) is not of this backfill"
                        .formatted(branch, snapshotId, operation),
                "table " + table,
                "Find out who wrote to the branch; cancel the backfill and start it again under a new backfill_id");
    }

    static AmendException shadowBroken(String table, String branch) {
        return new AmendException(
                SHADOW_CHANGED,
                "Cannot trust shadow '%s': its snapshots do not lead back to where the range was cleared"
                        .formatted(branch),
                "table " + table,
                "Find out who expired snapshots of the branch; cancel the backfill and start it again");
    }

    static AmendException batchWrong(String table, Batch batch, long snapshotId, String reason) {
        return new AmendException(
                BATCH_COMMIT_WRONG,
                "Cannot accept the commit of batch %s: %s".formatted(batch.id(), reason),
                "table %s, snapshot %d".formatted(table, snapshotId),
                "Build the batch again with 'amend retry ID --batch %s'; tell us if it happens again"
                        .formatted(batch.id()));
    }

    static AmendException baselineGone(String table, long snapshotId) {
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

    static AmendException mainBusy(String table, int tries, @Nullable Throwable cause) {
        return new AmendException(
                MAIN_BUSY,
                "Cannot commit to main: others committed first in each of %d tries".formatted(tries),
                "table " + table,
                "Try again when the table is quieter",
                cause);
    }

    static AmendException rolledBackAlready(String table, long snapshotId) {
        return new AmendException(
                ROLLED_BACK_ALREADY,
                "Cannot publish again: the publication was rolled back by snapshot %d".formatted(snapshotId),
                "table %s, snapshot %d".formatted(table, snapshotId),
                "Start a new backfill");
    }

    static AmendException movedOffPublication(String table, long snapshotId) {
        return new AmendException(
                ROLLED_BACK_ALREADY,
                "Cannot publish again: publication %d was made, and someone moved main off it since"
                        .formatted(snapshotId),
                "table %s, snapshot %d".formatted(table, snapshotId),
                "Put it on record with 'amend rollback ID --reason TEXT', then start a new backfill");
    }

    static AmendException publicationWrong(String table, long snapshotId, String reason, String undone) {
        return new AmendException(
                PUBLICATION_WRONG,
                "What was published is not what was approved: %s; %s".formatted(reason, undone),
                "table %s, snapshot %d".formatted(table, snapshotId),
                "Keep the snapshot and tell us: this must not happen");
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

    static AmendException rollbackWrong(String table, long snapshotId, String reason) {
        return new AmendException(
                ROLLBACK_WRONG,
                "What was rolled back to is not what was there before: %s".formatted(reason),
                "table %s, snapshot %d".formatted(table, snapshotId),
                "Keep the snapshot and tell us: this must not happen");
    }
}
