package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people see who read the target otherwise than by a query of its head: by time, by snapshot, by its changes, by a
 * stream. They began before the backfill. {@code docs/what-if.md} tells each of these.
 */
final class DownstreamReadersIT {
    private static final String OLD = "560 rows, net 57680.00";
    private static final String NEW = "560 rows, net 51520.00";
    private static final String RANGE = "day between date'2026-01-05' and date'2026-02-01'";
    private static final Map<String, String> SKIPPING =
            Map.of("streaming-skip-overwrite-snapshots", "true", "streaming-skip-delete-snapshots", "true");

    @TempDir
    private Path dir;

    @Test
    void seeOneStepOverAPublicationAndOneOverARollbackAfterLaterCommits() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            Stream skipping = new Stream(world, "skipping", SKIPPING);
            Stream plain = new Stream(world, "plain", Map.of());
            assertThat(skipping.read()).isEqualTo(840);
            assertThat(plain.read()).isEqualTo(840);
            long start = head(world);

            world.approved();
            append(world, "2026-02-09", "live-1");
            long before = head(world);
            world.run(0, "publish", ID);
            long published = head(world);
            append(world, "2026-02-10", "live-2");

            everySnapshotOfMainIsOldOrNew(world);
            assertThat(changes(world, start, published))
                    .containsExactly(
                            "0 INSERT: 1 rows, net 5.00",
                            "1 DELETE: 560 rows, net 57680.00",
                            "1 INSERT: 560 rows, net 51520.00");
            assertThat(appended(world, before, head(world))).isEqualTo("1 rows, net 5.00");
            assertThat(skipping.read()).isEqualTo(2);
            assertThatThrownBy(plain::read).hasMessageContaining("Cannot process overwrite snapshot: " + published);

            long beforeRollback = head(world);
            world.run(0, "rollback", ID, "--reason", "the ledger disagrees");
            append(world, "2026-02-11", "live-3");

            everySnapshotOfMainIsOldOrNew(world);
            assertThat(changes(world, beforeRollback, head(world)))
                    .containsExactly(
                            "0 DELETE: 560 rows, net 51520.00",
                            "0 INSERT: 560 rows, net 57680.00",
                            "1 INSERT: 1 rows, net 5.00");
            assertThat(skipping.read()).isEqualTo(1);
        }
    }

    /** Where nobody committed since the publication, a rollback moves main back: main's history does not go over it. */
    @Test
    void seeThatMainWasMovedBackAsIfThePublicationHadNeverBeen() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            Stream skipping = new Stream(world, "skipping", SKIPPING);
            assertThat(skipping.read()).isEqualTo(840);
            long start = head(world);
            world.approved();
            world.run(0, "publish", ID);
            long published = head(world);
            assertThat(skipping.read()).isZero();

            world.run(0, "rollback", ID, "--reason", "the ledger disagrees");

            assertThat(head(world)).isEqualTo(start);
            everySnapshotOfMainIsOldOrNew(world);
            append(world, "2026-02-11", "live-1");
            assertThat(changes(world, start, head(world))).containsExactly("0 INSERT: 1 rows, net 5.00");
            assertThatThrownBy(() -> changes(world, published, head(world)))
                    .hasMessageContaining("is not a parent ancestor");
            assertThat(skipping.read()).isEqualTo(1);
        }
    }

    /** By id, by time, and along main's ancestry. */
    private static void everySnapshotOfMainIsOldOrNew(SmallWorld world) {
        Table table = world.lake().target();
        TreeSet<Long> snapshots = new TreeSet<>(SnapshotUtil.currentAncestorIds(table));
        table.history().stream().map(HistoryEntry::snapshotId).forEach(snapshots::add);
        for (long snapshot : snapshots) {
            assertThat(figures(world, "finance.revenue version as of " + snapshot))
                    .isIn(OLD, NEW);
        }
        for (HistoryEntry entry : table.history()) {
            String moment = "timestamp_millis(%d)".formatted(entry.timestampMillis());
            assertThat(figures(world, "finance.revenue timestamp as of " + moment))
                    .isIn(OLD, NEW);
        }
        assertThat(StreamSupport.stream(SnapshotUtil.currentAncestors(table).spliterator(), false)
                        .map(Snapshot::summary)
                        .map(summary -> summary.getOrDefault("amend.kind", "")))
                .isSubsetOf("", "publish", "rollback");
    }

    private static String figures(SmallWorld world, String source) {
        return world.lake()
                .value("select concat(count(*), ' rows, net ', sum(net)) from %s where %s".formatted(source, RANGE));
    }

    /** What a changelog view shows between two snapshots: a line for each step and kind of change. */
    private static List<String> changes(SmallWorld world, long from, long to) {
        world.lake()
                .sql(
                        "call lake.system.create_changelog_view(table => 'finance.revenue', changelog_view => 'revenue_changes', options => map('start-snapshot-id', '%d', 'end-snapshot-id', '%d'))"
                                .formatted(from, to));
        return world.lake().sql("""
                        select concat(_change_ordinal, ' ', _change_type, ': ', count(*), ' rows, net ', sum(net))
                        from revenue_changes group by _change_ordinal, _change_type order by 1""").stream().map(row -> row.getString(0)).toList();
    }

    /** What a job reads that asks for appended rows between two snapshots. */
    private static String appended(SmallWorld world, long from, long to) {
        Row row = world.lake()
                .spark()
                .read()
                .format("iceberg")
                .option("start-snapshot-id", from)
                .option("end-snapshot-id", to)
                .load("finance.revenue")
                .selectExpr("concat(count(*), ' rows, net ', sum(net))")
                .collectAsList()
                .get(0);
        return row.getString(0);
    }

    private static long head(SmallWorld world) {
        return world.lake().target().currentSnapshot().snapshotId();
    }

    private static void append(SmallWorld world, String day, String shop) {
        world.lake()
                .sql("insert into finance.revenue values (date'%s', '%s', 5, 5, timestamp'2026-02-09 00:00:00')"
                        .formatted(day, shop));
    }

    /** A stream of the target that goes on from its checkpoint each time. */
    private record Stream(SmallWorld world, String name, Map<String, String> options) {

        /** How many rows it gets until it has caught up. */
        long read() throws Exception {
            List<Long> rows = new ArrayList<>();
            StreamingQuery query = world.lake()
                    .spark()
                    .readStream()
                    .format("iceberg")
                    .options(options)
                    .load("finance.revenue")
                    .writeStream()
                    .option("checkpointLocation", world.folder().resolve(name).toString())
                    .trigger(Trigger.AvailableNow())
                    .foreachBatch((batch, id) -> {
                        rows.add(batch.count());
                    })
                    .start();
            query.awaitTermination();
            return rows.stream().mapToLong(Long::longValue).sum();
        }
    }
}
