package dev.amend.engine.prove;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.RedactingQueries;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.lakehouse.TargetSchema;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.reconciliation.SpotCheck;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.specs.Batch;
import dev.amend.specs.Source;
import dev.amend.specs.Specification;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Derives a random sample of the range again, batch by batch from the sources' pinned snapshots, and compares it with
 * the stored rows (O5). Writes nothing.
 */
public final class SpotChecker {
    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final Specification specification;

    public SpotChecker(Lakehouse lakehouse, FrozenBackfill backfill) {
        this.lakehouse = lakehouse;
        this.backfill = backfill;
        this.specification = backfill.specification();
    }

    /**
     * The result of a spot check.
     *
     * @param wanted the size of the sample and the share that it was to show
     * @param chance the probability with which each row was drawn
     * @param seed draws the same rows again
     * @param leftOut the columns that were not compared
     */
    public record Result(SampleSize wanted, double chance, long seed, SpotCheck.Found found, List<String> leftOut) {
        public Result {
            leftOut = List.copyOf(leftOut);
        }

        /** Returns whether the sample shows the wanted share. */
        public boolean passed() {
            return found.differing() == 0 && isEnough();
        }

        /** Returns whether enough rows were drawn: by chance, too few are once in many thousand times. */
        public boolean isEnough() {
            return isOfAllRows() || found.rows() >= wanted.rows();
        }

        public boolean isOfAllRows() {
            return chance >= 1;
        }

        /** The share of right rows at the requested confidence; 0 if a single row is wrong or too few were drawn. */
        public double shareShown() {
            if (!passed()) {
                return 0;
            }
            return isOfAllRows() ? 1 : wanted.shareShownBy(found.rows());
        }
    }

    /**
     * Compares a sample of all batches.
     *
     * @param snapshotId a snapshot of the table that has the shadow
     * @param seed another seed draws other rows
     * @throws dev.amend.specs.error.AmendException if a pinned snapshot of a source is gone
     */
    public Result check(long snapshotId, SampleSize wanted, long seed) {
        specification.sources().forEach(this::requirePin);
        return RedactingQueries.ask(specification.target(), "derive rows of " + specification.id() + " again", () -> {
            double chance = chance(snapshotId, wanted);
            SpotCheck check = new SpotCheck(specification, chance, seed);
            return new Result(wanted, chance, seed, new Trial(check, snapshotId).ofAllBatches(), check.leftOut());
        });
    }

    private void requirePin(Source source) {
        long pin = backfill.pin(source.name());
        Snapshot snapshot = lakehouse.table(source.table()).snapshot(pin);
        if (snapshot == null) {
            throw ProveCode.pinGone(source, pin);
        }
    }

    /** Derives all rows of a table without a key: equal rows can't be drawn one by one. */
    private double chance(long snapshotId, SampleSize wanted) {
        return specification.target().key().isEmpty()
                ? 1
                : wanted.chance(SpotCheck.rows(
                        specification, asPlanned(lakehouse.newSession()).at(snapshotId)));
    }

    /** The table that has the shadow, with the columns that it had when the backfill was planned. */
    private TableHistory asPlanned(SparkSession session) {
        return specification.publish().view().isPresent()
                ? TableHistory.ofShadow(session, specification)
                : TableHistory.of(
                        session, specification.target().table(), backfill.plan().schemaId());
    }

    /** One sample, derived under other conditions than in a run, to reveal dependence on the order of rows. */
    private final class Trial {
        private final SpotCheck check;
        private final OtherConditions conditions;
        private final Dataset<Row> table;
        private final SparkSession session;
        private final TransformQuery query;

        Trial(SpotCheck check, long snapshotId) {
            this.check = check;
            this.session = lakehouse.newSession(specification.execution().spark());
            this.conditions = OtherConditions.than(session);
            conditions.apply(session);
            TableHistory planned = asPlanned(session);
            this.table = planned.at(snapshotId);
            this.query = new TransformQuery(
                    specification,
                    TargetSchema.of(
                            planned,
                            table.schema(),
                            specification,
                            backfill.plan().filled()),
                    backfill.plan().startedAt());
        }

        SpotCheck.Found ofAllBatches() {
            return specification.batches().stream()
                    .map(this::of)
                    .reduce(SpotCheck.Found.NOTHING, SpotCheck.Found::plus);
        }

        private SpotCheck.Found of(Batch batch) {
            Lakehouse.describeJobs(session, specification.id(), batch.id() + " spot check");
            new SourceViews(specification.sources(), backfill.sourcePins())
                    .registerRearranged(session, batch.range(), conditions.sourceTasks());
            Dataset<Row> derived = query.rows(session, batch);
            return check.compare(table, batch.range(), derived);
        }
    }
}
