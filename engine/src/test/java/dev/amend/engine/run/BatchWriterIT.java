package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.lakehouse.Pin;
import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.lakehouse.TargetSchema;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Source;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the protocol claims of a batch's one overwrite, tried on the real thing. */
final class BatchWriterIT {
    private static final TableId TARGET = TableId.parse(SmallLake.TARGET);
    private static final PartitionColumn DAY = new PartitionColumn("day", PartitionColumn.Kind.DATE, PartitionUnit.DAY);
    private static final Batch FIRST = week("2026-01-05");
    private static final Batch SECOND = week("2026-01-12");
    private static final String ALL =
            "select day, shop, cast(gross as decimal(14, 2)) as gross, cast(gross - tax as decimal(14, 2)) as net, :started_at as computed_at from events";

    private static SmallLake lake;

    @BeforeAll
    static void createTables(@TempDir Path dir) {
        lake = SmallLake.create(dir);
    }

    @AfterAll
    static void close() {
        lake.close();
    }

    @BeforeEach
    void freshBranch() {
        var target = lake.target();
        if (target.refs().containsKey("shadow")) {
            target.manageSnapshots().removeBranch("shadow").commit();
        }
        target.manageSnapshots()
                .createBranch("shadow", target.currentSnapshot().snapshotId())
                .commit();
    }

    private static BatchWriter writer() {
        return new BatchWriter(lake.target(), "shadow", DAY);
    }

    private static Batch week(String monday) {
        long start = PartitionUnit.DAY.parse(monday).orElseThrow();
        return new Batch(new PartitionRange(PartitionUnit.DAY, start, start + 7));
    }

    private static Dataset<Row> rows(String query, Batch batch) {
        Specification specification = SmallLake.transformedBy(query).specification();
        SparkSession session = lake.lakehouse().newSession();
        new SourceViews(specification.sources(), pins(specification))
                .register(session, batch.range(), JobScale.DISTRIBUTED);
        return new TransformQuery(specification, TargetSchema.of(session, specification, List.of()), Instant.EPOCH)
                .rows(session, batch);
    }

    private static Map<String, Pin> pins(Specification specification) {
        return specification.sources().stream().collect(Collectors.toMap(Source::name, lake.lakehouse()::pin));
    }

    private static List<Long> snapshots() {
        List<Long> ids = new ArrayList<>();
        lake.target().snapshots().forEach(snapshot -> ids.add(snapshot.snapshotId()));
        return ids;
    }

    private static Snapshot head() {
        return lake.target().snapshot("shadow");
    }

    private static String shadow(String figure, String where) {
        return lake.value("select %s from finance.revenue.branch_shadow where %s".formatted(figure, where));
    }

    @Test
    void emptiesThePartitionsOfAnEmptyResult() {
        writer().overwrite(
                        rows(ALL + " where false", FIRST), FIRST, JobScale.DISTRIBUTED, head().snapshotId(), Map.of());

        assertThat(shadow("count(*)", "day between date'2026-01-05' and date'2026-01-11'"))
                .isEqualTo("0");
        assertThat(shadow("count(*)", "true")).isEqualTo("700");
    }

    @Test
    void leavesMainAndTheOtherBatchesUntouchedAndCarriesItsProperties() {
        long main = lake.target().currentSnapshot().snapshotId();

        writer().overwrite(
                        rows(ALL, FIRST),
                        FIRST,
                        JobScale.DISTRIBUTED,
                        head().snapshotId(),
                        Map.of("amend.batch", "2026-01-05"));

        assertThat(lake.target().currentSnapshot().snapshotId()).isEqualTo(main);
        assertThat(head().summary()).containsEntry("amend.batch", "2026-01-05");
        assertThat(head().operation()).isEqualTo("overwrite");
        assertThat(shadow("count_if(net < gross)", "true")).isEqualTo("140");
        assertThat(shadow("max(day)", "net < gross")).isEqualTo("2026-01-11");
    }

    @Test
    void refusesAWriterThatDoesNotKnowOfALaterWriteToItsBatch() {
        long before = head().snapshotId();
        writer().overwrite(rows(ALL, FIRST), FIRST, JobScale.DISTRIBUTED, before, Map.of());
        long after = head().snapshotId();

        assertThatThrownBy(() -> writer().overwrite(rows(ALL, FIRST), FIRST, JobScale.DISTRIBUTED, before, Map.of()))
                .hasStackTraceContaining("Found conflicting");
        assertThat(head().snapshotId()).isEqualTo(after);
    }

    @Test
    void refusesItAlsoWhereTheRangeWasClearedBefore() {
        lake.target()
                .newDelete()
                .deleteFromRowFilter(Expressions.and(
                        Expressions.greaterThanOrEqual("day", "2026-01-05"), Expressions.lessThan("day", "2026-02-02")))
                .toBranch("shadow")
                .commit();
        long cleared = head().snapshotId();
        writer().overwrite(rows(ALL, FIRST), FIRST, JobScale.DISTRIBUTED, cleared, Map.of());
        long after = head().snapshotId();

        assertThatThrownBy(() -> writer().overwrite(rows(ALL, FIRST), FIRST, JobScale.DISTRIBUTED, cleared, Map.of()))
                .hasStackTraceContaining("Found conflicting");
        assertThat(head().snapshotId()).isEqualTo(after);

        overwriteUnderSnapshotIsolation(cleared);
        assertThat(head().snapshotId())
                .as("snapshot isolation alone sees nothing deleted, and lets the late writer through")
                .isNotEqualTo(after);
    }

    private static void overwriteUnderSnapshotIsolation(long validateFrom) {
        try {
            rows(ALL, FIRST)
                    .writeTo(TARGET.quotedAtBranch("shadow"))
                    .option("isolation-level", "snapshot")
                    .option("validate-from-snapshot-id", Long.toString(validateFrom))
                    .overwrite(functions.expr(DAY.condition(FIRST.range())));
        } catch (NoSuchTableException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void letsAWriterOfAnotherBatchThrough() {
        long before = head().snapshotId();
        writer().overwrite(rows(ALL, FIRST), FIRST, JobScale.DISTRIBUTED, before, Map.of());

        writer().overwrite(rows(ALL, SECOND), SECOND, JobScale.ONE_TASK, before, Map.of());

        assertThat(shadow("count_if(net < gross)", "true")).isEqualTo("280");
    }

    @Test
    void failsBeforeTheCommitWhenARowIsOutsideTheBatch() {
        long before = head().snapshotId();
        List<Long> snapshots = snapshots();

        assertThatThrownBy(() -> writer().overwrite(
                                rows(ALL.replace("select day,", "select date_add(day, 1) as day,"), FIRST),
                                FIRST,
                                JobScale.DISTRIBUTED,
                                before,
                                Map.of()))
                .hasStackTraceContaining(
                        "AMEND_ROW_OUTSIDE_BATCH: the transform returned a row outside 2026-01-05..2026-01-11");

        assertThat(head().snapshotId()).isEqualTo(before);
        assertThat(snapshots()).isEqualTo(snapshots);
    }

    @Test
    void failsAlsoWhenTheRowOutsideHasNoPartition() {
        long before = head().snapshotId();

        assertThatThrownBy(() -> writer().overwrite(
                                rows(
                                        ALL.replace("select day,", "select if(shop = 'shop-03', null, day) as day,"),
                                        FIRST),
                                FIRST,
                                JobScale.DISTRIBUTED,
                                before,
                                Map.of()))
                .hasStackTraceContaining("AMEND_ROW_OUTSIDE_BATCH");
        assertThat(head().snapshotId()).isEqualTo(before);
    }

    @Test
    void keepsTheViewsOfTwoSessionsApart() {
        Specification specification = SmallLake.transformedBy(ALL).specification();
        SparkSession one = lake.lakehouse().newSession();
        SparkSession other = lake.lakehouse().newSession();
        SourceViews views = new SourceViews(specification.sources(), pins(specification));

        views.register(one, FIRST.range(), JobScale.DISTRIBUTED);
        views.register(other, SECOND.range(), JobScale.ONE_TASK);

        assertThat(one.sql("select min(day), max(day) from events")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[2026-01-05,2026-01-11]]");
        assertThat(other.sql("select min(day), max(day) from events")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[2026-01-12,2026-01-18]]");
    }

    @Test
    void neverMakesABranchThatIsGoneAnew() {
        long before = head().snapshotId();
        lake.target().manageSnapshots().removeBranch("shadow").commit();

        assertThatThrownBy(() -> writer().overwrite(rows(ALL, FIRST), FIRST, JobScale.DISTRIBUTED, before, Map.of()))
                .hasStackTraceContaining("Cannot use branch (does not exist): shadow");

        assertThat(lake.target().refs()).containsOnlyKeys("main");
    }
}
