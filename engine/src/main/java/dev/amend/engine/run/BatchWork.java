package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.PartitionColumn;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.lakehouse.TargetColumns;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.engine.mode.Mode;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.step.StepListener;
import dev.amend.publish.CommittedBatch;
import dev.amend.publish.Shadow;
import dev.amend.publish.ShadowPlan;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.reconciliation.BatchGroup;
import dev.amend.reconciliation.BatchInput;
import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.JobScale;
import dev.amend.reconciliation.NewRows;
import dev.amend.reconciliation.Reconciler;
import dev.amend.specs.Batch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;

/** What is done with Spark and Iceberg for one batch: build it in the shadow, compare it with the baseline. */
public final class BatchWork {
    private final StepListener steps;
    private final FrozenBackfill backfill;
    private final ShadowPlan shadowPlan;
    private final Mode mode;
    private final SeenCommits commits;
    private final TransformQuery query;
    private final PartitionColumn partitionColumn;
    private final WriteTurns turns = new WriteTurns();

    BatchWork(Lakehouse lakehouse, FrozenBackfill backfill, ShadowPlan shadowPlan, Mode mode, SeenCommits commits) {
        this.steps = lakehouse.steps();
        this.backfill = backfill;
        this.shadowPlan = shadowPlan;
        this.mode = mode;
        this.commits = commits;

        TargetColumns columns = TargetColumns.of(lakehouse.newSession(), backfill.specification());
        this.partitionColumn = columns.partitionColumn();
        this.query = new TransformQuery(
                backfill.specification(),
                columns.names(),
                partitionColumn,
                backfill.plan().startedAt());
    }

    /**
     * Writes a batch to the shadow, and looks there if the outcome of the write is not known.
     *
     * @return the batch's commit, checked
     */
    CommittedBatch build(SparkSession session, Batch batch, int attempt) throws CommitOutcomeUnknown {
        describeJobs(session, batch.id(), "build");
        registerSources(session, batch);
        Shadow shadow = shadow();
        long head = shadow.head();

        try {
            shadow.write(table -> turns.write(
                    () -> write(session, table, batch, attempt, head),
                    () -> committed(shadow, batch, attempt).isPresent()));
        } catch (Exception e) {
            // Spark throws checked exceptions that it does not declare
            if (committed(shadow, batch, attempt).isEmpty()) {
                throw e;
            }
        }

        CommittedBatch committed = committed(shadow, batch, attempt)
                .orElseThrow(() -> RunCode.commitNotFound(backfill.id(), batch, attempt));
        shadow.verifyBatch(batch, committed);
        return committed;
    }

    private void write(SparkSession session, Table table, Batch batch, int attempt, long head) {
        BatchWriter writer = new BatchWriter(table, mode.branch(), partitionColumn);
        String step = "target BATCH " + batch.id();
        JobScale scale = JobScale.of(sourceBytes(batch));
        steps.before(step);
        scale.run(
                session,
                () -> writer.overwrite(
                        query.rows(session, batch),
                        batch,
                        scale,
                        head,
                        shadowPlan.batchProperties(batch, attempt, backfill.pinsLine())));
        steps.after(step);
    }

    /** What its comparison needs to know of a batch that is built. */
    BuiltBatch describe(Batch batch, BatchRecord record) {
        // the old side is taken to be as large as the new one
        return new BuiltBatch(batch, record, Math.max(sourceBytes(batch), 2 * record.bytes()));
    }

    /**
     * Compares commits with the baseline, both by snapshot id.
     *
     * @param group one batch, or several without a gap between them
     * @return what was found of each
     */
    List<BatchReconciliation> reconcile(SparkSession session, List<BuiltBatch> group) {
        describeJobs(
                session, group.stream().map(built -> built.batch().id()).collect(Collectors.joining(" ")), "reconcile");
        List<BatchInput> inputs = group.stream().map(this::input).toList();
        return new Reconciler(backfill.specification(), this::registerSources)
                .reconcile(
                        session,
                        new BatchGroup(inputs, new NewRows.InShadow(holding(group)), OptionalLong.of(shadow().root())));
    }

    private BatchInput input(BuiltBatch built) {
        return new BatchInput(
                built.batch(),
                backfill.baselineSnapshotId(),
                new NewRows.InShadow(built.snapshotId()),
                query.parameters(built.batch()),
                built.bytes());
    }

    /** The branch's head: it has the commits of all of them, unless another run wrote one of the batches again. */
    private long holding(List<BuiltBatch> group) {
        Map<String, CommittedBatch> committed = commits.look();
        for (BuiltBatch built : group) {
            CommittedBatch latest = committed.get(built.batch().id());
            if (latest == null || latest.snapshotId() != built.snapshotId()) {
                throw RunCode.commitReplaced(backfill.id(), built.batch(), built.snapshotId());
            }
        }
        return shadow().head();
    }

    private void registerSources(SparkSession session, Batch batch) {
        new SourceViews(backfill.specification().sources(), backfill.pins())
                .register(session, batch.range(), JobScale.of(sourceBytes(batch)));
    }

    private long sourceBytes(Batch batch) {
        return backfill.plan().batches().stream()
                .filter(planned -> planned.id().equals(batch.id()))
                .mapToLong(PlanRecord.PlannedBatch::bytes)
                .sum();
    }

    private static Optional<CommittedBatch> committed(Shadow shadow, Batch batch, int attempt) {
        return Optional.ofNullable(shadow.committedBatches().get(batch.id()))
                .filter(commit -> commit.attempt() == attempt);
    }

    private Shadow shadow() {
        return mode.shadow(shadowPlan);
    }

    private void describeJobs(SparkSession session, String batches, String phase) {
        Lakehouse.describeJobs(session, backfill.id(), batches + " " + phase);
        session.sparkContext().setLocalProperty("spark.scheduler.pool", "amend-" + phase);
    }
}
