package dev.amend.engine.plan;

import dev.amend.engine.journal.PlanRecord;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Turns a plan into its durable record. */
public final class PlanRecords {
    private final String codeVersion;

    public PlanRecords(String codeVersion) {
        this.codeVersion = codeVersion;
    }

    /** @param generation 1 for the first plan, one more with each rebase */
    public PlanRecord of(Specification specification, Plan plan, Instant now, int generation) {
        Map<String, PlanRecord.Pin> pins = new LinkedHashMap<>();
        plan.pins()
                .forEach((name, pin) -> pins.put(
                        name,
                        new PlanRecord.Pin(pin.table().toString(), Optional.of(pin.snapshotId()), pin.schemaId())));

        return new PlanRecord(
                specification.digest(),
                specification.target().table().toString(),
                plan.contract().uuid(),
                plan.contract().schemaId(),
                plan.contract().specId(),
                plan.contract().formatVersion(),
                new PlanRecord.Baseline(plan.baselineSnapshotId(), plan.baselineCommittedAt()),
                plan.batches().stream().map(PlanRecords::batch).toList(),
                pins,
                plan.filled().stream().sorted().toList(),
                plan.startedAt(),
                codeVersion,
                now,
                generation);
    }

    private static PlanRecord.PlannedBatch batch(PlannedBatch planned) {
        PartitionRange range = planned.batch().range();
        return new PlanRecord.PlannedBatch(
                planned.batch().id(),
                range.unit().format(range.start()),
                range.unit().format(range.last()),
                Math.toIntExact(range.size()),
                planned.rows(),
                planned.bytes());
    }
}
