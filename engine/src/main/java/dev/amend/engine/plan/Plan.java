package dev.amend.engine.plan;

import dev.amend.engine.lakehouse.Pin;
import dev.amend.publish.branch.PublicationMemory;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.together.CommitStrategy;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The actions of a future run, decided from metadata.
 *
 * @param contract the properties that must not change while the backfill is carried out
 * @param baselineSnapshotId the target's snapshot that the backfill starts from
 * @param batches in the order in which they are built
 * @param pins the pins by the source's name
 * @param filled the columns that were added to the target since the first plan and that the transform does not return
 * @param startedAt {@code :started_at}, the same for all batches and retries
 * @param memory the driver memory that publishing it or rolling it back needs
 * @param firstQuery the effective SQL of the first batch
 * @param together how the target becomes current together with other tables
 * @param warnings what an operator should know beforehand
 */
public record Plan(
        TableContract contract,
        long baselineSnapshotId,
        Instant baselineCommittedAt,
        List<PlannedBatch> batches,
        Map<String, Pin> pins,
        Set<String> filled,
        Instant startedAt,
        Estimate estimate,
        PublicationMemory memory,
        String firstQuery,
        Map<String, Object> firstParameters,
        CommitStrategy together,
        List<String> warnings) {

    public Plan {
        batches = List.copyOf(batches);
        filled = Set.copyOf(filled);
        pins = Collections.unmodifiableMap(new LinkedHashMap<>(pins));
        firstParameters = Collections.unmodifiableMap(new LinkedHashMap<>(firstParameters));
        warnings = List.copyOf(warnings);
    }

    /** The snapshot of a source. */
    public long pin(String source) {
        return Optional.ofNullable(pins.get(source))
                .orElseThrow(() -> new IllegalStateException("Source '%s' has no pin".formatted(source)))
                .snapshotId();
    }

    /** The sources' snapshots, by the source's name. */
    public Map<String, Long> snapshots() {
        return pins.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, pin -> pin.getValue().snapshotId()));
    }
}
