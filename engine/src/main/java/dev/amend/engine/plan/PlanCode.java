package dev.amend.engine.plan;

import dev.amend.specs.AmendException;
import dev.amend.specs.BackfillId;
import dev.amend.specs.ErrorCode;
import dev.amend.specs.ErrorKind;
import dev.amend.specs.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a backfill cannot be planned. */
enum PlanCode implements ErrorCode {
    TRANSFORM_INVALID,
    TARGET_INVALID,
    VALIDATION_INVALID,
    UNKNOWN_BATCH;

    @Override
    public ErrorKind kind() {
        return ErrorKind.USER;
    }

    static AmendException noQuery(String origin, String reason, @Nullable Throwable cause) {
        return new AmendException(
                TRANSFORM_INVALID,
                "Cannot use the transform: it is not one query that Spark can analyse: " + reason,
                origin,
                "A transform is one SELECT over the declared sources, with the parameters :batch_start, :batch_end, :started_at, :issue and :backfill_id",
                cause);
    }

    static AmendException undeclaredTable(String origin, String table) {
        String name = table.substring(table.lastIndexOf('.') + 1);
        return new AmendException(
                TRANSFORM_INVALID,
                "Cannot use the transform: it reads '%s', which is not a declared source, so that it would be neither pinned nor bounded"
                        .formatted(table),
                origin,
                "Declare it, as in  sources: {%s: {table: %s, partition_key: COLUMN}}  and read it by that name: FROM %s"
                        .formatted(name, table, name));
    }

    static AmendException columns(String origin, List<String> problems) {
        return new AmendException(
                TRANSFORM_INVALID,
                "Cannot use the transform: its result does not fit the target: " + String.join("; ", problems),
                origin,
                "Select every column of the target by name, each cast to the target's type");
    }

    static AmendException notDeterministic(String origin, List<String> problems) {
        return new AmendException(
                TRANSFORM_INVALID,
                "Cannot use the transform: it would give another result on every run: " + String.join("; ", problems),
                origin,
                "Use :started_at for the time of the backfill, order what is collected, or list the column under target.volatile");
    }

    static AmendException noSnapshot(TableId table) {
        return new AmendException(
                TARGET_INVALID,
                "Cannot plan: %s has no snapshot, so there is no history to correct".formatted(table),
                "target.table",
                "Load the table first");
    }

    static AmendException noSuchColumns(TableId table, String key, List<String> columns) {
        return new AmendException(
                TARGET_INVALID,
                "Cannot plan: %s has no column %s".formatted(table, String.join(", ", columns)),
                key,
                "Name columns of the table");
    }

    static AmendException noSuchBatch(BackfillId id, String batch) {
        return new AmendException(
                UNKNOWN_BATCH,
                "Cannot find batch '%s': %s has none of that id".formatted(batch, id),
                "--batch",
                "A batch's id is its first partition; see 'amend status %s -o json'".formatted(id));
    }

    static AmendException validation(List<String> problems, String numericColumns) {
        return new AmendException(
                VALIDATION_INVALID,
                "Cannot plan: %d of the checks can't be evaluated: %s"
                        .formatted(problems.size(), String.join("; ", problems)),
                "validation",
                "Correct them; the target's numeric columns are %s, as in  measures: {NAME: sum(COLUMN)}"
                        .formatted(numericColumns));
    }
}
