package dev.amend.engine.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a backfill is carried out against: {@code plan.json}, written by the first run and by each rebase.
 *
 * @param specificationDigest of the frozen specification
 * @param target its name
 * @param targetUuid by which a table is known that was replaced under the same name
 * @param baseline the target's snapshot on the old side of every comparison
 * @param batches in the order in which they are built
 * @param pins by the name that the transformation uses
 * @param startedAt the value of {@code :started_at} for every batch and every retry
 * @param codeVersion of the engine that planned
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
        Instant startedAt,
        String codeVersion,
        Instant plannedAt,
        int generation) {

    /** A snapshot of the target and when it was committed. */
    public record Baseline(long snapshotId, Instant committedAt) {}

    /** A source's snapshot, fixed for every batch; none for a source that can't be pinned. */
    public record Pin(String table, Optional<Long> snapshotId) {}

    /**
     * A batch as it was planned.
     *
     * @param start its first partition
     * @param end its last partition
     * @param rows of the old data, from metadata
     * @param bytes of the old data, from metadata
     */
    public record PlannedBatch(String id, String start, String end, int partitions, long rows, long bytes) {}

    public PlanRecord {
        batches = List.copyOf(batches);
        pins = Collections.unmodifiableMap(new LinkedHashMap<>(pins));
        if (generation < 1) {
            throw new IllegalArgumentException("Invalid generation: %d is less than 1".formatted(generation));
        }
    }
}
