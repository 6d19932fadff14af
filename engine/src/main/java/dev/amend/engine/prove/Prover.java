package dev.amend.engine.prove;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.RedactingLog;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.lakehouse.TargetSchema;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.plan.PlannedBatch;
import dev.amend.engine.run.BatchWriter;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import dev.amend.publish.shadow.BackfillRefs;
import dev.amend.publish.shadow.ScratchBranch;
import dev.amend.reconciliation.BuildDifference;
import dev.amend.reconciliation.KeyCount;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.reconciliation.input.PartitionFingerprints;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.reconciliation.sql.Redaction;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Builds one representative partition twice on a temporary branch and compares: rows, keys and content must be the
 * same, and no other partition may change. The second build reads rows in another order and with other numbers of
 * tasks, to reveal results that depend on these. Then builds the whole batch once to measure it.
 */
public final class Prover {
    private final Lakehouse lakehouse;
    private final Clock clock;

    public Prover(Lakehouse lakehouse, Clock clock) {
        this.lakehouse = lakehouse;
        this.clock = clock;
    }

    /** @param partition the ordinal of the partition to build */
    public Proof prove(Specification specification, Plan plan, long partition) throws CommitOutcomeUnknown {
        RedactingLog.about(specification.target());
        Table table = lakehouse.table(specification.target().table());
        ScratchBranch scratch = new ScratchBranch(
                table,
                new BackfillRefs(specification.id(), specification.rollback().tag()),
                lakehouse.steps().onTarget());

        String branch = scratch.create(plan.baselineSnapshotId());
        try {
            return new Trial(specification, plan, scratch, branch).run(partition);
        } catch (CommitOutcomeUnknown e) {
            throw e;
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            throw new Redaction(specification.target()).shown(e, "prove " + specification.id());
        } finally {
            scratch.drop();
        }
    }

    /** The builds on the temporary branch. */
    private final class Trial {
        private final Specification specification;
        private final Plan plan;
        private final String branch;
        private final SparkSession session;
        private final PartitionColumn column;
        private final TransformQuery query;
        private final ScratchBranch scratch;

        Trial(Specification specification, Plan plan, ScratchBranch scratch, String branch) {
            this.specification = specification;
            this.plan = plan;
            this.branch = branch;
            this.session = lakehouse.newSession(specification.execution().spark());
            TargetSchema columns = TargetSchema.of(session, specification, plan.filled());
            this.column = columns.partitionColumn();
            this.query = new TransformQuery(specification, columns, plan.startedAt());
            this.scratch = scratch;
        }

        Proof run(long partition) throws CommitOutcomeUnknown {
            PartitionUnit unit = specification.sourceRange().unit();
            Batch one = new Batch(new PartitionRange(unit, partition, partition + 1));

            Built first = build(one);
            Fingerprint firstContent = content(first, partition, one);
            Built second = buildOtherwise(one);
            Fingerprint secondContent = content(second, partition, one);
            KeyCount keys = KeyCount.of(rows(second, one), specification);

            List<Proof.Check> checks = new ArrayList<>();
            checks.add(Proof.Check.equal("row count", firstContent.rows(), secondContent.rows()));
            checks.add(new ContentCheck(firstContent, secondContent)
                    .result(specification.validation().tolerance().keySet(), () -> difference(first, second, one)));
            if (!specification.target().key().isEmpty()) {
                checks.add(new Proof.Check(
                        Proof.UNIQUE_KEYS,
                        keys.unique(),
                        "%d rows, %d keys, %d without a key"
                                .formatted(keys.rows(), keys.distinct(), keys.withoutKey())));
            }
            checks.add(othersUntouched(partition, second));

            Batch whole = batchOf(partition);
            Duration took = build(whole).took();
            return new Proof(
                    unit.format(partition),
                    secondContent.rows(),
                    read(whole, PlannedBatch::rows),
                    read(whole, PlannedBatch::bytes),
                    took,
                    checks);
        }

        private Built build(Batch batch) throws CommitOutcomeUnknown {
            sources().register(session, batch.range(), JobScale.DISTRIBUTED);
            return written(batch);
        }

        private Built buildOtherwise(Batch batch) throws CommitOutcomeUnknown {
            OtherConditions other = OtherConditions.than(session);
            sources().registerRearranged(session, batch.range(), other.sourceTasks());
            Runnable restore = other.apply(session);
            try {
                return written(batch);
            } finally {
                restore.run();
            }
        }

        private SourceViews sources() {
            return new SourceViews(specification.sources(), plan.pins());
        }

        private Optional<BuildDifference> difference(Built first, Built second, Batch batch) {
            return specification.target().key().isEmpty()
                    ? Optional.empty()
                    : Optional.of(BuildDifference.between(
                            session, specification, first.snapshotId(), second.snapshotId(), batch.range()));
        }

        private Built written(Batch batch) throws CommitOutcomeUnknown {
            Lakehouse.describeJobs(session, specification.id(), batch.id() + " prove");
            Instant start = clock.instant();
            long head = head();
            scratch.write(table -> new BatchWriter(table, branch, column)
                    .overwrite(query.rows(session, batch), batch, JobScale.DISTRIBUTED, head, Map.of()));
            return new Built(head(), Duration.between(start, clock.instant()));
        }

        private long head() {
            return lakehouse
                    .table(specification.target().table())
                    .snapshot(branch)
                    .snapshotId();
        }

        private Fingerprint content(Built built, long partition, Batch batch) {
            return PartitionFingerprints.of(session, specification, built.snapshotId(), batch.range())
                    .getOrDefault(partition, Fingerprint.EMPTY);
        }

        private Dataset<Row> rows(Built built, Batch batch) {
            return TableHistory.ofTarget(session, specification)
                    .at(built.snapshotId())
                    .where(column.condition(batch.range()));
        }

        private Proof.Check othersUntouched(long partition, Built built) {
            PartitionRange wide = specification.sourceRange().range().widened(1, 1);
            List<PartitionRange> others = new ArrayList<>();
            if (wide.start() < partition) {
                others.add(new PartitionRange(wide.unit(), wide.start(), partition));
            }
            others.add(new PartitionRange(wide.unit(), partition + 1, wide.end()));

            RangeInspection inspection = new RangeInspection(
                    lakehouse.table(specification.target().table()),
                    new TableRange(specification.target().partitionKey(), others));
            return Proof.Check.equal(
                    "other partitions",
                    inspection.fingerprint(plan.baselineSnapshotId()),
                    inspection.fingerprint(built.snapshotId()));
        }

        private Batch batchOf(long partition) {
            return specification.batches().stream()
                    .filter(batch -> batch.range().contains(partition))
                    .findFirst()
                    .orElseThrow();
        }

        private long read(Batch batch, ToLongFunction<PlannedBatch> figure) {
            return plan.batches().stream()
                    .filter(planned -> planned.batch().equals(batch))
                    .mapToLong(figure)
                    .sum();
        }
    }

    private record Built(long snapshotId, Duration took) {}
}
