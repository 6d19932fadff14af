package dev.amend.engine.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plan that a backfill is carried out against: {@code plan.json}, written by the first run and by each rebase.
 *
 * @param specificationDigest the digest of the frozen specification
 * @param target the name of the target
 * @param targetUuid reveals a table that was replaced under the same name
 * @param baseline the target's snapshot on the old side of every comparison
 * @param batches the batches in the order in which they are built
 * @param pins the pins by the name that the transformation uses
 * @param filled the columns that were added to the target since the first plan and that the transform does not return, in
 *     order; new rows have their default or null there
 * @param startedAt the value of {@code :started_at} for every batch and every retry
 * @param codeVersion the version of the engine that planned
 * @param generation 1 for the first plan, one more with each rebase
 */
public record PlanRecord(
        String specificationDigest,
        String target,
        String targetUuid,
        int schemaId,
        int specId,
        int formatVersion,
        Baseline baseline,
        List<PlannedBatch> batches,
        Map<String, Pin> pins,
        List<String> filled,
        Instant startedAt,
        String codeVersion,
        Instant plannedAt,
        int generation) {

    /** A snapshot of the target and the time of its commit. */
    public record Baseline(long snapshotId, Instant committedAt) {}

    /**
     * A source's snapshot and columns, fixed for every batch.
     *
     * @param snapshotId empty for a source that can't be pinned
     * @param schemaId the id of the table's schema when it was pinned; empty for its columns of today
     */
    public record Pin(String table, Optional<Long> snapshotId, Optional<Integer> schemaId) {}

    /**
     * A batch as it was planned.
     *
     * @param start its first partition
     * @param end its last partition
     * @param rows source rows that building it reads, from metadata
     * @param bytes source bytes that building it reads, from metadata
     */
    public record PlannedBatch(String id, String start, String end, int partitions, long rows, long bytes) {}

    public PlanRecord {
        batches = List.copyOf(batches);
        filled = List.copyOf(filled);
        pins = Collections.unmodifiableMap(new LinkedHashMap<>(pins));
        if (generation < 1) {
            throw new IllegalArgumentException("Invalid generation: %d is less than 1".formatted(generation));
        }
    }
}
