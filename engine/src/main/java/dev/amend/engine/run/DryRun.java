package dev.amend.engine.run;

import dev.amend.engine.lakehouse.DiscreetQueries;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.lakehouse.TargetColumns;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.plan.PlannedBatch;
import dev.amend.reconciliation.BatchInput;
import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.JobScale;
import dev.amend.reconciliation.NewRows;
import dev.amend.reconciliation.RangeTotals;
import dev.amend.reconciliation.Reconciler;
import dev.amend.specs.Batch;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Compares what would be written with what is there. Commits nothing, keeps nothing: each comparison computes its rows. */
public final class DryRun {
    private static final String NEW_ROWS = "amend_dry_run";

    private final Specification specification;
    private final Plan plan;
    private final SparkSession session;
    private final TargetColumns columns;
    private final TransformQuery query;

    public DryRun(Lakehouse lakehouse, Specification specification, Plan plan) {
        this.specification = specification;
        this.plan = plan;
        this.session = new Sessions(lakehouse, specification.execution().spark()).take();
        this.columns = TargetColumns.of(session, specification);
        this.query = new TransformQuery(specification, columns.names(), columns.partitionColumn(), plan.startedAt());
    }

    /** At most so many batches, spread evenly over the range; the first and the last are among them. */
    public static List<PlannedBatch> sample(List<PlannedBatch> batches, int atMost) {
        int chosen = Math.min(atMost, batches.size());
        return chosen < 2
                ? batches.subList(0, chosen)
                : IntStream.range(0, chosen)
                        .mapToObj(i -> batches.get((int) ((long) i * (batches.size() - 1) / (chosen - 1))))
                        .toList();
    }

    /**
     * Computes a batch and compares it with the target as it is now.
     *
     * @throws dev.amend.specs.AmendException if a piece of the specification is not what Spark understands
     */
    public BatchReconciliation compare(PlannedBatch planned) {
        return discreetly(() -> compared(planned));
    }

    private BatchReconciliation compared(PlannedBatch planned) {
        Batch batch = planned.batch();
        registerSources(session, batch);
        newRows(batch).createOrReplaceTempView(NEW_ROWS);

        return new Reconciler(specification, this::registerSources)
                .reconcile(
                        session,
                        new BatchInput(
                                batch,
                                plan.baselineSnapshotId(),
                                new NewRows.InView(NEW_ROWS),
                                query.parameters(batch),
                                planned.bytes()));
    }

    /** What no batch can see; each batch is computed once more if there is anything of the kind. */
    public RangeTotals totals(List<PlannedBatch> batches) {
        if (!RangeTotals.areNeeded(specification)) {
            return RangeTotals.NONE;
        }
        return discreetly(() -> totalsOf(batches));
    }

    private RangeTotals totalsOf(List<PlannedBatch> batches) {
        batches.stream()
                .map(planned -> {
                    registerSources(session, planned.batch());
                    return newRows(planned.batch());
                })
                .reduce(Dataset::union)
                .orElseThrow()
                .createOrReplaceTempView(NEW_ROWS);
        return RangeTotals.compute(
                session,
                specification,
                plan.baselineSnapshotId(),
                new NewRows.InView(NEW_ROWS),
                batches.stream().map(planned -> planned.batch().range()).toList());
    }

    private <T> T discreetly(Supplier<T> queries) {
        return DiscreetQueries.ask(specification.target(), "try " + specification.id(), queries);
    }

    /** As they would be written, once something asks for them. */
    private Dataset<Row> newRows(Batch batch) {
        return query.rows(session, batch).select(asInTarget());
    }

    private void registerSources(SparkSession registering, Batch batch) {
        new SourceViews(specification.sources(), plan.snapshots())
                .register(registering, batch.range(), JobScale.DISTRIBUTED);
    }

    private Column[] asInTarget() {
        return Stream.of(columns.schema().fields())
                .map(field -> functions
                        .col("`" + field.name() + "`")
                        .cast(field.dataType())
                        .as(field.name()))
                .toArray(Column[]::new);
    }
}
