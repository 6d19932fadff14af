package dev.amend.engine.run;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.lakehouse.TargetColumns;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.publish.CommittedBatch;
import dev.amend.publish.PublishListener;
import dev.amend.publish.Shadow;
import dev.amend.publish.ShadowPlan;
import dev.amend.reconciliation.BatchInput;
import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.Reconciler;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What is done with Spark and Iceberg for one batch: build it in the shadow, compare it with the baseline. */
public final class BatchWork {
    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final ShadowPlan shadowPlan;
    private final Clock clock;
    private final TransformQuery query;
    private final BatchWriter writer;

    public BatchWork(Lakehouse lakehouse, FrozenBackfill backfill, ShadowPlan shadowPlan, Clock clock) {
        this.lakehouse = lakehouse;
        this.backfill = backfill;
        this.shadowPlan = shadowPlan;
        this.clock = clock;

        TargetColumns columns = TargetColumns.of(lakehouse.newSession(), backfill.specification());
        this.query = new TransformQuery(
                backfill.specification(),
                columns.names(),
                columns.partitionColumn(),
                backfill.plan().startedAt());
        this.writer = new BatchWriter(
                backfill.specification().target().table(), backfill.refs().branch(), columns.partitionColumn());
    }

    /**
     * Writes a batch to the shadow, and looks there if the outcome of the write is not known.
     *
     * @return the batch's commit, checked
     */
    public CommittedBatch build(SparkSession session, Batch batch, int attempt) {
        describeJobs(session, batch, "build");
        new SourceViews(backfill.specification().sources(), backfill.pins()).register(session, batch.range());
        Shadow shadow = shadow();
        long head = shadow.head();

        try {
            writer.overwrite(
                    query.rows(session, batch),
                    batch,
                    head,
                    shadow.batchProperties(batch, attempt, backfill.pinsLine()));
        } catch (Exception e) {
            // Spark throws checked exceptions that it does not declare
            if (committed(batch, attempt).isEmpty()) {
                throw e;
            }
        }

        CommittedBatch committed =
                committed(batch, attempt).orElseThrow(() -> RunCode.commitNotFound(backfill.id(), batch, attempt));
        shadow().verifyBatch(batch, committed);
        return committed;
    }

    /** Compares a batch's commit with the baseline, both by snapshot id. */
    public BatchReconciliation reconcile(SparkSession session, Batch batch, long snapshotId) {
        describeJobs(session, batch, "reconcile");
        if (!backfill.specification().validation().sourceTotals().isEmpty()) {
            new SourceViews(backfill.specification().sources(), backfill.pins()).register(session, batch.range());
        }

        return new Reconciler(backfill.specification())
                .reconcile(
                        session,
                        new BatchInput(batch, backfill.baselineSnapshotId(), snapshotId, query.parameters(batch)));
    }

    private Optional<CommittedBatch> committed(Batch batch, int attempt) {
        return Optional.ofNullable(shadow().committedBatches().get(batch.id()))
                .filter(commit -> commit.attempt() == attempt);
    }

    private Shadow shadow() {
        return new Shadow(
                lakehouse.table(backfill.specification().target().table()), shadowPlan, clock, PublishListener.NONE);
    }

    private void describeJobs(SparkSession session, Batch batch, String phase) {
        String group = Lakehouse.jobGroup(backfill.id().value());
        session.sparkContext().setJobGroup(group, "%s %s %s".formatted(group, batch.id(), phase), true);
        session.sparkContext().setLocalProperty("spark.scheduler.pool", "amend-" + phase);
    }
}
