package dev.amend.engine.run;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.RedactingQueries;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.lakehouse.TargetSchema;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.plan.PlannedBatch;
import dev.amend.reconciliation.Reconciler;
import dev.amend.reconciliation.checks.RangeChecks;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.specs.Batch;
import dev.amend.specs.Specification;
import dev.amend.specs.text.Identifier;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Compares new rows with existing ones. Commits and keeps nothing: each comparison computes its rows. */
public final class DryRun {
    private static final String NEW_ROWS = "amend_dry_run";

    private final Specification specification;
    private final Plan plan;
    private final SparkSession session;
    private final TargetSchema columns;
    private final TransformQuery query;

    public DryRun(Lakehouse lakehouse, Specification specification, Plan plan) {
        this.specification = specification;
        this.plan = plan;
        this.session = new Sessions(lakehouse, specification.execution().spark()).take();
        this.columns = TargetSchema.of(session, specification, plan.filled());
        this.query = new TransformQuery(specification, columns, plan.startedAt());
    }

    /** Chooses at most so many batches, spread evenly over the range, including the first and the last. */
    public static List<PlannedBatch> sample(List<PlannedBatch> batches, int atMost) {
        int chosen = Math.min(atMost, batches.size());
        return chosen < 2
                ? batches.subList(0, chosen)
                : IntStream.range(0, chosen)
                        .mapToObj(i -> batches.get((int) ((long) i * (batches.size() - 1) / (chosen - 1))))
                        .toList();
    }

    /**
     * Computes a batch and compares it with the baseline of the plan.
     *
     * @throws dev.amend.specs.error.AmendException if Spark does not understand a piece of the specification
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

    /** The totals over all batches; each batch is computed once more if the specification has such checks. */
    public RangeTotals totals(List<PlannedBatch> batches) {
        if (!RangeChecks.areNeeded(specification)) {
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
        return RangeChecks.compute(
                session,
                specification,
                plan.baselineSnapshotId(),
                new NewRows.InView(NEW_ROWS),
                batches.stream().map(planned -> planned.batch().range()).toList());
    }

    private <T> T discreetly(Supplier<T> queries) {
        return RedactingQueries.ask(specification.target(), "try " + specification.id(), queries);
    }

    /**
     * The rows as a run would write them, computed on use. Spark moves no filter below one that is not deterministic,
     * so later filters apply after each row was computed, and a row outside its batch fails as in a run. The partition
     * number is such a value, and Spark does not fold this comparison, unlike one with a random number.
     */
    private Dataset<Row> newRows(Batch batch) {
        return query.rows(session, batch)
                .where(functions.spark_partition_id().geq(0))
                .select(asInTarget());
    }

    private void registerSources(SparkSession registering, Batch batch) {
        new SourceViews(specification.sources(), plan.pins())
                .register(registering, batch.range(), JobScale.DISTRIBUTED);
    }

    private Column[] asInTarget() {
        return Stream.of(columns.schema().fields())
                .map(field -> functions
                        .col(Identifier.quoted(field.name()))
                        .cast(field.dataType())
                        .as(field.name()))
                .toArray(Column[]::new);
    }
}
