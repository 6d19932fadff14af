package dev.amend.engine.prove;

import dev.amend.engine.lakehouse.DiscreetQueries;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.lakehouse.TargetColumns;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.reconciliation.JobScale;
import dev.amend.reconciliation.SpotCheck;
import dev.amend.specs.Batch;
import dev.amend.specs.Source;
import dev.amend.specs.Specification;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Derives a random sample of the range again, batch by batch from the sources' pinned snapshots, and compares it with what
 * is stored (O5). Writes nothing.
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
     * What was found.
     *
     * @param wanted what the sample was to show
     * @param chance with which each row was drawn
     * @param seed by which the same rows are drawn again
     * @param leftOut columns that were not compared
     */
    public record Result(SampleSize wanted, double chance, long seed, SpotCheck.Found found, List<String> leftOut) {
        public Result {
            leftOut = List.copyOf(leftOut);
        }

        /** Whether the sample shows what it was to show. */
        public boolean passed() {
            return found.differing() == 0 && isEnough();
        }

        /** Rows are drawn one by one: once in many thousand times too few are. */
        public boolean isEnough() {
            return isOfAllRows() || found.rows() >= wanted.rows();
        }

        public boolean isOfAllRows() {
            return chance >= 1;
        }

        /** The share of all rows that are right with the confidence that was asked for; nothing if a single one is not. */
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
     * @param snapshotId of the table that has the shadow
     * @param seed another one draws other rows
     * @throws dev.amend.specs.AmendException if a pinned snapshot of a source is gone
     */
    public Result check(long snapshotId, SampleSize wanted, long seed) {
        specification.sources().forEach(this::requirePin);
        return DiscreetQueries.ask(specification.target(), "derive rows of " + specification.id() + " again", () -> {
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

    /** Of a table without a key all rows are derived again: equal ones can't be drawn one by one. */
    private double chance(long snapshotId, SampleSize wanted) {
        return specification.target().key().isEmpty()
                ? 1
                : wanted.chance(SpotCheck.rows(lakehouse.newSession(), specification, snapshotId));
    }

    /** One sample. */
    private final class Trial {
        private final SpotCheck check;
        private final long snapshotId;
        private final SparkSession session;
        private final TransformQuery query;

        Trial(SpotCheck check, long snapshotId) {
            this.check = check;
            this.snapshotId = snapshotId;
            this.session = lakehouse.newSession(specification.execution().spark());
            List<String> columns = List.of(session.read()
                    .option("versionAsOf", snapshotId)
                    .table(specification.shadowTable().quoted())
                    .columns());
            this.query = new TransformQuery(
                    specification,
                    columns,
                    TargetColumns.of(session, specification).partitionColumn(),
                    backfill.plan().startedAt());
        }

        SpotCheck.Found ofAllBatches() {
            return specification.batches().stream()
                    .map(this::of)
                    .reduce(SpotCheck.Found.NOTHING, SpotCheck.Found::plus);
        }

        private SpotCheck.Found of(Batch batch) {
            Lakehouse.describeJobs(session, specification.id(), batch.id() + " spot check");
            new SourceViews(specification.sources(), backfill.pins())
                    .register(session, batch.range(), JobScale.DISTRIBUTED);
            Dataset<Row> derived = query.rows(session, batch);
            return check.compare(session, snapshotId, batch.range(), derived);
        }
    }
}
