package dev.amend.engine.run;

import dev.amend.engine.hooks.StepListener;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.lakehouse.TargetSchema;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.publishingmode.PublishingMode;
import dev.amend.engine.reports.LastSeenCommits;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.reconciliation.Reconciler;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.specs.Batch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;

/** The work on one batch with Spark and Iceberg: builds it in the shadow, and compares it with the baseline. */
public final class BatchWork {
    private final StepListener steps;
    private final FrozenBackfill backfill;
    private final ShadowPlan shadowPlan;
    private final PublishingMode mode;
    private final LastSeenCommits commits;
    private final TransformQuery query;
    private final PartitionColumn partitionColumn;
    private final ConflictRetry retry = new ConflictRetry();

    BatchWork(
            Lakehouse lakehouse,
            FrozenBackfill backfill,
            ShadowPlan shadowPlan,
            PublishingMode mode,
            LastSeenCommits commits) {
        this.steps = lakehouse.steps();
        this.backfill = backfill;
        this.shadowPlan = shadowPlan;
        this.mode = mode;
        this.commits = commits;

        TargetSchema columns = TargetSchema.of(
                lakehouse.newSession(),
                backfill.specification(),
                backfill.plan().filled());
        this.partitionColumn = columns.partitionColumn();
        this.query = new TransformQuery(
                backfill.specification(), columns, backfill.plan().startedAt());
    }

    /**
     * Writes a batch to the shadow, and checks there if the outcome of the write is unknown.
     *
     * @return the batch's verified commit
     */
    CommittedBatch build(SparkSession session, Batch batch, int attempt) throws CommitOutcomeUnknown {
        describeJobs(session, batch.id(), "build");
        registerSources(session, batch);
        Shadow shadow = shadow();
        long head = shadow.head();

        try {
            shadow.write(table -> retry.write(
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

    /** Describes a built batch for its comparison. */
    BuiltBatch describe(Batch batch, BatchRecord record) {
        // the old side is assumed to be as large as the new one
        return new BuiltBatch(batch, record, Math.max(sourceBytes(batch), 2 * record.bytes()));
    }

    /**
     * Compares commits with the baseline, both by snapshot id.
     *
     * @param group one batch, or several without a gap between them
     * @return the result for each batch
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

    /** The branch's head. It has the commits of all of them, unless another run wrote one of the batches again. */
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
        new SourceViews(backfill.specification().sources(), backfill.sourcePins())
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
