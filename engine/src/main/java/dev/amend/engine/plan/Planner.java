package dev.amend.engine.plan;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.Pin;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.lakehouse.TargetSchema;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.publish.branch.PublicationMemory;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.range.PartitionSize;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import dev.amend.publish.together.CommitStrategy;
import dev.amend.publish.view.ViewRequirements;
import dev.amend.specs.Batch;
import dev.amend.specs.Source;
import dev.amend.specs.Specification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.SparkSession;

/** Resolves a specification against the current tables, without reading their data or writing anything. */
public final class Planner {
    private final Lakehouse lakehouse;
    private final long heapBytes;

    public Planner(Lakehouse lakehouse) {
        this(lakehouse, lakehouse.driverHeapBytes());
    }

    /** @param heapBytes the heap that the driver may use */
    Planner(Lakehouse lakehouse, long heapBytes) {
        this.lakehouse = lakehouse;
        this.heapBytes = heapBytes;
    }

    /**
     * Plans a backfill from the target's and the sources' current snapshots.
     *
     * @param startedAt the start of the backfill
     * @param rowsPerSecond the rate that {@code prove} measured, if it ran
     * @throws dev.amend.specs.error.AmendException if tables, range, transform or measures do not fit together, or the
     *     driver has too little memory to publish the range
     */
    public Plan plan(Specification specification, Instant startedAt, Optional<Double> rowsPerSecond) {
        return plan(specification, startedAt, rowsPerSecond, pins(specification), Set.of());
    }

    /**
     * Plans a backfill again, from the current snapshots. Columns that were added to the target since the earlier plan
     * may be missing in the result of the transform, which did not know them. A source without a new snapshot keeps the
     * columns that it had.
     *
     * @throws dev.amend.specs.error.AmendException as for a first plan
     */
    public Plan planAgain(FrozenBackfill earlier) {
        return plan(
                earlier.specification(),
                earlier.plan().startedAt(),
                Optional.empty(),
                pinsAgain(earlier),
                addedSince(earlier));
    }

    private Map<String, Pin> pinsAgain(FrozenBackfill earlier) {
        Map<String, Pin> pins = pins(earlier.specification());
        earlier.sourcePins()
                .forEach((name, pin) ->
                        pins.computeIfPresent(name, (source, now) -> now.snapshotId() == pin.snapshotId() ? pin : now));
        return pins;
    }

    /** A shadow that is a table of its own does not get the columns that are added to the target. */
    private Set<String> addedSince(FrozenBackfill earlier) {
        if (earlier.specification().publish().view().isPresent()) {
            return Set.of();
        }
        Table target = lakehouse.table(earlier.specification().target().table());
        Schema known = target.schemas().getOrDefault(earlier.plan().schemaId(), target.schema());
        return target.schema().columns().stream()
                .filter(NestedField::isOptional)
                .filter(column -> known.findField(column.fieldId()) == null
                        || earlier.plan().filled().contains(column.name()))
                .map(NestedField::name)
                .collect(Collectors.toSet());
    }

    private Plan plan(
            Specification specification,
            Instant startedAt,
            Optional<Double> rowsPerSecond,
            Map<String, Pin> pins,
            Set<String> added) {
        Table target = lakehouse.table(specification.target().table());
        Snapshot baseline = Optional.ofNullable(target.currentSnapshot())
                .orElseThrow(() -> PlanCode.noSnapshot(specification.target().table()));
        RangeInspection inspection = new RangeInspection(
                target, TableRange.of(specification.target().partitionKey(), specification.sourceRange()));
        inspection.requireNoStraddlingFiles(baseline.snapshotId());
        requireView(specification);

        SortedMap<Long, PartitionSize> figures = inspection.partitionFigures(baseline.snapshotId());
        PublicationMemory memory = memory(specification, target, figures);
        requireMemory(memory, specification);

        SparkSession session = lakehouse.newSession(specification.execution().spark());
        Set<String> filled = checked(session, specification, pins, startedAt, added);
        TransformQuery query =
                new TransformQuery(specification, TargetSchema.of(session, specification, filled), startedAt);
        List<PlannedBatch> batches = batches(specification, pins);
        Batch first = batches.get(0).batch();

        return new Plan(
                TableContract.of(target),
                baseline.snapshotId(),
                Instant.ofEpochMilli(baseline.timestampMillis()),
                batches,
                pins,
                filled,
                startedAt,
                Estimate.of(batches, specification.execution(), rowsPerSecond),
                memory,
                query.sql(first),
                query.parameters(first),
                together(specification),
                warnings(specification, figures));
    }

    /** Estimates the memory: assumes as many new files as old ones, and at least one for each partition. */
    private static PublicationMemory memory(
            Specification specification, Table target, SortedMap<Long, PartitionSize> figures) {
        long old = figures.values().stream().mapToLong(PartitionSize::dataFiles).sum();
        return new PublicationMemory(
                old,
                Math.max(old, specification.sourceRange().size()),
                target.schema().columns().size());
    }

    private void requireMemory(PublicationMemory memory, Specification specification) {
        boolean commitsFiles = specification.publish().view().isEmpty();
        if (commitsFiles && memory.bytes() > heapBytes) {
            throw PlanCode.tooLittleMemory(specification.target().table(), memory, heapBytes);
        }
    }

    private void requireView(Specification specification) {
        if (specification.publish().view().isPresent()) {
            new ViewRequirements(lakehouse.viewPlace(specification))
                    .check(
                            specification.id(),
                            TableRange.of(specification.target().partitionKey(), specification.sourceRange()));
        }
    }

    private CommitStrategy together(Specification specification) {
        boolean oneCommit = specification.publish().view().isEmpty()
                && lakehouse.hasTransaction(specification.target().table());
        return oneCommit ? CommitStrategy.ONE_COMMIT : CommitStrategy.IN_ORDER;
    }

    /** The sources' current snapshots and columns. */
    public Map<String, Pin> pins(Specification specification) {
        Map<String, Pin> pins = new LinkedHashMap<>();
        for (Source source : specification.sources()) {
            pins.put(source.name(), lakehouse.pin(source));
        }
        return pins;
    }

    /** Checks the transform and the checks; returns the added columns that the transform does not return. */
    private static Set<String> checked(
            SparkSession session,
            Specification specification,
            Map<String, Pin> pins,
            Instant startedAt,
            Set<String> added) {
        TargetSchema columns = TargetSchema.of(session, specification, Set.of());
        TransformQuery query = new TransformQuery(specification, columns, startedAt);

        new SourceViews(specification.sources(), pins).registerSchemas(session);
        Map<String, Object> parameters =
                query.parameters(specification.batches().get(0));
        Set<String> filled = new TransformCheck(session, specification).check(columns.schema(), parameters, added);
        new ValidationCheck(session, specification).check(columns.schema(), parameters);
        return filled;
    }

    private static long snapshot(Map<String, Pin> pins, Source source) {
        return Optional.ofNullable(pins.get(source.name())).orElseThrow().snapshotId();
    }

    private List<PlannedBatch> batches(Specification specification, Map<String, Pin> pins) {
        List<SourceFigures> sources = specification.sources().stream()
                .map(source -> SourceFigures.of(
                        source,
                        lakehouse.table(source.table()),
                        snapshot(pins, source),
                        specification.sourceRange().range()))
                .toList();

        return specification.batches().stream()
                .map(batch -> new PlannedBatch(
                        batch,
                        sources.stream().mapToLong(source -> source.rows(batch)).sum(),
                        sources.stream()
                                .mapToLong(source -> source.bytes(batch))
                                .sum()))
                .toList();
    }

    private static List<String> warnings(Specification specification, SortedMap<Long, PartitionSize> baseline) {
        List<String> warnings = new ArrayList<>();
        long missing = specification.sourceRange().size() - baseline.size();
        if (missing > specification.validation().gaps().filled()) {
            warnings.add(
                    "%d of %d partitions of the range have no rows in %s today; rows that appear there fail the check 'row-count'. To fill them on purpose, write  validation: {filled: %d partition%s}"
                            .formatted(
                                    missing,
                                    specification.sourceRange().size(),
                                    specification.target().table(),
                                    missing,
                                    missing == 1 ? "" : "s"));
        }

        specification
                .publish()
                .view()
                .ifPresent(view -> warnings.add(
                        "consumers read %s; once it is published, whoever writes to %s must write to %s instead"
                                .formatted(view, specification.target().table(), specification.shadowTable())));

        if (specification.target().key().isEmpty()) {
            warnings.add("no target.key: rows can't be compared one by one, and duplicates are not found");
        }
        return warnings;
    }
}
