package dev.amend.engine.plan;

import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.Pin;
import dev.amend.engine.lakehouse.SourcePins;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.range.TableRange;
import dev.amend.publish.shadow.BackfillRefs;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batch;
import dev.amend.specs.Source;
import dev.amend.specs.Specification;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A backfill as its first run froze it: specification and plan, and the values derived from both. */
public record FrozenBackfill(Specification specification, PlanRecord plan) {

    public BackfillId id() {
        return specification.id();
    }

    public BackfillRefs refs() {
        return new BackfillRefs(id(), specification.rollback().tag());
    }

    public long baselineSnapshotId() {
        return plan.baseline().snapshotId();
    }

    public TableRange range() {
        return TableRange.of(specification.target().partitionKey(), specification.sourceRange());
    }

    /** @param epoch the epoch of the lease under which the run works on the shadow */
    public ShadowPlan shadowPlan(long epoch) {
        return new ShadowPlan(
                refs(),
                new TableContract(plan.targetUuid(), plan.schemaId(), plan.specId(), plan.formatVersion()),
                baselineSnapshotId(),
                range(),
                epoch,
                plan.specificationDigest(),
                plan.codeVersion(),
                specification.rollback().keepFor());
    }

    /** The snapshot of a source. */
    public long pin(String source) {
        return Optional.ofNullable(plan.pins().get(source))
                .flatMap(PlanRecord.Pin::snapshotId)
                .orElseThrow(() -> new IllegalStateException("Source '%s' has no pin".formatted(source)));
    }

    /** The sources' snapshots, by the source's name. */
    public Map<String, Long> pins() {
        return plan.pins().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, pin -> pin.getValue().snapshotId().orElseThrow()));
    }

    /** The sources' snapshots and columns, by the source's name. */
    public Map<String, Pin> sourcePins() {
        return specification.sources().stream()
                .collect(Collectors.toMap(
                        Source::name,
                        source -> new Pin(
                                source.table(),
                                pin(source.name()),
                                Optional.ofNullable(plan.pins().get(source.name()))
                                        .flatMap(PlanRecord.Pin::schemaId))));
    }

    /** The tags that keep the sources' snapshots. */
    public SourcePins heldSources(Lakehouse lakehouse) {
        return new SourcePins(lakehouse, refs(), specification.sources(), sourcePins());
    }

    /** The pins in one line, in the format of a commit's summary: {@code revenue_events=42}. */
    public String pinsLine() {
        return pins().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pin -> pin.getKey() + "=" + pin.getValue())
                .collect(Collectors.joining(","));
    }

    /** The batch with this id. */
    public Batch batch(String batchId) {
        return specification.batches().stream()
                .filter(batch -> batch.id().equals(batchId))
                .findFirst()
                .orElseThrow(() -> PlanCode.noSuchBatch(id(), batchId));
    }
}
