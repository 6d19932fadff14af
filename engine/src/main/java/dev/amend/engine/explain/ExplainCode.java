package dev.amend.engine.explain;

import dev.amend.engine.journal.BackfillState;
import dev.amend.specs.BackfillId;
import dev.amend.specs.SourceRange;
import dev.amend.specs.TableId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.List;

/** The reasons why a row can't be explained. */
enum ExplainCode implements ErrorCode {
    INVALID_KEY(ErrorKind.USER),
    NO_KEY(ErrorKind.USER),
    NOT_IN_RANGE(ErrorKind.USER),
    LET_GO(ErrorKind.USER),
    SNAPSHOT_GONE(ErrorKind.CHECK_FAILED);

    private final ErrorKind kind;

    ExplainCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException invalidKey(TableId table, List<String> problems, String key) {
        return new AmendException(
                INVALID_KEY,
                "Invalid --key: " + String.join("; ", problems),
                "--key",
                "Give a value for each column of the key of %s, as in --key \"%s\"".formatted(table, key));
    }

    static AmendException noKey(TableId table) {
        return new AmendException(
                NO_KEY,
                "Cannot explain a row of %s: the specification has no target.key, so that no old row belongs to a new one"
                        .formatted(table),
                "target.key",
                "Look at both sides with 'amend sql', reading VERSION AS OF the snapshots that 'amend report ID' shows");
    }

    static AmendException excluded(BackfillId id, String partition) {
        return notInRange(id, partition, "source_range.exclude names it");
    }

    static AmendException outside(BackfillId id, String partition, SourceRange range) {
        return notInRange(id, partition, "it is outside the range " + range.range());
    }

    private static AmendException notInRange(BackfillId id, String partition, String reason) {
        return new AmendException(
                NOT_IN_RANGE,
                "Cannot explain a row of %s: %s left it alone, %s".formatted(partition, id, reason),
                "--key",
                "Ask for a key inside the range; 'amend list' shows the other backfills");
    }

    /** @param what says which rows were in the snapshot */
    static AmendException snapshotGone(BackfillId id, BackfillState state, TableId table, long snapshot, String what) {
        String where = "%s, snapshot %d".formatted(table, snapshot);
        return state == BackfillState.RETIRED
                ? new AmendException(
                        LET_GO,
                        "Cannot explain a row of %s: it is RETIRED, and %s went with it".formatted(id, what),
                        where,
                        "What was found then is in the report: amend report " + id)
                : new AmendException(
                        SNAPSHOT_GONE,
                        "Cannot explain a row of %s: %s can't be read any more, someone expired the snapshot"
                                .formatted(id, what),
                        where,
                        "Find out who expired snapshots of %s; a rollback may not be possible any more"
                                .formatted(table));
    }
}
