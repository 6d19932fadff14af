package dev.amend.engine.plan;

import dev.amend.publish.branch.PublicationMemory;
import dev.amend.specs.BackfillId;
import dev.amend.specs.TableId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reasons why a backfill cannot be planned. */
enum PlanCode implements ErrorCode {
    TRANSFORM_INVALID,
    TARGET_INVALID,
    VALIDATION_INVALID,
    TOO_LITTLE_MEMORY,
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

    /** @param problems each as the words after "it", such as "reads 'x', which is …" */
    static AmendException notClosed(String origin, List<String> problems, Optional<String> table) {
        return new AmendException(
                TRANSFORM_INVALID,
                "Cannot use the transform: "
                        + problems.stream().map("it "::concat).collect(Collectors.joining("; ")),
                origin,
                table.map(PlanCode::declaration)
                        .orElse("A transform reads declared sources only, and calls built-in functions of Spark only"));
    }

    private static String declaration(String table) {
        String name = table.substring(table.lastIndexOf('.') + 1);
        return "Declare it, as in  sources: {%s: {table: %s, partition_key: COLUMN}}  and read it by that name: FROM %s"
                .formatted(name, table, name);
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

    static AmendException tooLittleMemory(TableId table, PublicationMemory memory, long heapBytes) {
        long needed = mebibytes(memory.bytes());
        return new AmendException(
                TOO_LITTLE_MEMORY,
                "Cannot plan: publishing %d new files for %d old ones in %s, or rolling that back, takes about %d MiB of heap, and the driver has %d MiB"
                        .formatted(memory.newFiles(), memory.oldFiles(), table, needed, mebibytes(heapBytes)),
                "driver",
                "Give the driver more: spark-submit --driver-memory %dm, or AMEND_JAVA_OPTS=-Xmx%dm for bin/amend"
                        .formatted(needed, needed));
    }

    private static long mebibytes(long bytes) {
        return (bytes >> 20) + 1;
    }

    static AmendException noSuchColumns(TableId table, String key, List<String> columns, List<String> ofTable) {
        return new AmendException(
                TARGET_INVALID,
                "Cannot plan: %s has no column %s".formatted(table, String.join(", ", columns)),
                key,
                "Name columns as the table does; it has %s".formatted(String.join(", ", ofTable)));
    }

    static AmendException noSuchBatch(BackfillId id, String batch) {
        return new AmendException(
                UNKNOWN_BATCH,
                "Cannot find batch '%s': %s has none of that id".formatted(batch, id),
                "--batch",
                "A batch's id is its first partition; see 'amend status %s -o json'".formatted(id));
    }

    /** @param problems one or more sentences for each key of the specification */
    static AmendException validation(SortedMap<String, String> problems, String numericColumns) {
        return new AmendException(
                VALIDATION_INVALID,
                "Cannot plan: %d of the checks can't be evaluated: %s"
                        .formatted(
                                problems.size(),
                                problems.entrySet().stream()
                                        .map(problem -> problem.getKey() + ": " + problem.getValue())
                                        .collect(Collectors.joining("; "))),
                String.join(", ", problems.keySet()),
                "Correct them; the target's numeric columns are %s, as in  measures: {NAME: sum(COLUMN)}"
                        .formatted(numericColumns));
    }
}
