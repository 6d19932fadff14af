package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a release while others work on its table. */
final class WatchedReleaseIT {
    private static final String ID = SmallWorld.ID;

    @TempDir
    private Path dir;

    @Test
    void verifyAsksWhatIsWatched() throws IOException {
        String specification = SmallLake.specification(ID) + """
                watch:
                  sources: [finance.export]
                  checks:
                    - {name: nobody-pays-back, sql: "select * from finance.revenue where net < 0"}
                    - {name: size, severity: warn, sql: "select 'rows' as what, count(*) as n from finance.revenue having count(*) > 10"}
                    - {name: export, sql: "select day from finance.export where day is null"}
                """;
        try (SmallWorld world = SmallWorld.create(dir, specification)) {
            world.assumeProved();
            assertThat(world.run(2, "run", world.specification()).err())
                    .contains(
                            "watch.export: it reads 'finance.export', which is neither the target nor declared under watch.sources",
                            "watch.sources: there is no table 'finance.export'");
            world.lake().sql("create table finance.export (day date) using iceberg");
            world.approved();
            world.run(0, "publish", ID);

            assertThat(world.run(0, "verify", ID).out())
                    .contains("each as approved", "watched: size (warn): 1 row(s): [rows, ");

            world.lake().sql("insert into finance.export values (null)");
            assertThat(world.run(3, "verify", ID).out()).contains("watched: export (fail): 1 row(s): [null]");
            world.lake().sql("drop table finance.export");
            assertThat(world.run(3, "verify", ID, "-o", "json")
                            .json()
                            .at("/watched/0")
                            .asText())
                    .startsWith("export (fail): it can't be asked: ");
        }
    }

    @Test
    void aCompactionIsNeitherDriftNorALaterWrite() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            String old = world.lake().range();
            compact(world);

            assertThat(world.run(0, "rebase", ID, "-o", "json")
                            .json()
                            .at("/due")
                            .size())
                    .isZero();
            world.run(0, "run", world.specification());
            world.run(0, "approve", ID, "--by", "olga", "--reason", "nothing but files changed");
            compact(world);
            assertThat(world.run(0, "publish", ID, "-o", "json")
                            .json()
                            .at("/how")
                            .asText())
                    .isEqualTo("commit");
            String corrected = world.lake().range();
            assertThat(corrected).isNotEqualTo(old);

            compact(world);
            world.run(0, "verify", ID);
            world.run(0, "rollback", ID, "--reason", "wrong");
            assertThat(world.lake().range()).isEqualTo(old);
        }
    }

    private static void compact(SmallWorld world) {
        String before = world.lake().value("select count(*) from finance.revenue.snapshots");
        world.lake()
                .sql(
                        "call lake.system.rewrite_data_files(table => 'finance.revenue', options => map('rewrite-all', 'true'))");
        assertThat(world.lake().value("select count(*) from finance.revenue.snapshots"))
                .isNotEqualTo(before);
    }

    @Test
    void aLateInsertStandsInTheWayOfARollbackUntilSomeoneLetsItGo() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            String old = world.lake().range();
            world.run(0, "publish", ID);
            world.lake()
                    .sql(
                            "insert into finance.revenue values (date'2026-01-14', 'late', 5, 5, timestamp'2026-02-09 00:00:00')");

            assertThat(world.run(4, "rollback", ID, "--reason", "wrong").err()).contains("append by ", ": 2026-01-14");
            assertThat(world.run(4, "verify", ID).out()).contains("append by ", ": 2026-01-14");
            world.run(0, "rollback", ID, "--discard-later-writes", "--reason", "the late row was wrong, too");

            assertThat(world.lake().range()).isEqualTo(old);
            assertThat(world.run(0, "history", "-o", "json")
                            .json()
                            .at("/1/reason")
                            .asText())
                    .isEqualTo("the late row was wrong, too");
        }
    }

    /** The old side has rows that were deleted by delete files: copying its files would bring them back. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void bringsOldRowsBackToTheByteThoughTheirFilesHadDeletes(int format) throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.lake()
                    .sql(
                            "alter table finance.revenue set tblproperties ('format-version'='%d', 'write.delete.mode'='merge-on-read')"
                                    .formatted(format));
            for (String table : List.of("finance.revenue", "staging.events")) {
                world.lake().sql("delete from %s where day = date'2026-01-07' and shop = 'shop-03'".formatted(table));
            }
            assertThat(world.lake().value("select count(*) from finance.revenue.delete_files"))
                    .isEqualTo("1");
            String old = rangeRows(world);
            world.approved();
            world.run(0, "publish", ID);
            assertThat(rangeRows(world)).isNotEqualTo(old);
            for (int i = 1; i <= 3; i++) {
                world.lake()
                        .sql(
                                "insert into finance.revenue values (date'2026-02-09', 'live-%d', 5, 5, timestamp'2026-02-09 00:00:00')"
                                        .formatted(i));
            }

            assertThat(world.run(0, "rollback", ID, "--reason", "wrong", "-o", "json")
                            .json()
                            .at("/how")
                            .asText())
                    .isEqualTo("commit");

            assertThat(rangeRows(world)).isEqualTo(old);
            assertThat(world.lake().value("select count(*) from finance.revenue where shop like 'live-%'"))
                    .isEqualTo("3");
            world.run(0, "retire", ID, "--by", "olga");
            assertThat(world.refs()).containsExactly("main");
            assertThat(rangeRows(world)).isEqualTo(old);
        }
    }

    /** A fingerprint of every row of the range. */
    private static String rangeRows(SmallWorld world) {
        return world.lake()
                .value("select count(*) || ' ' || md5(concat_ws('|', array_sort(collect_list(to_json(struct(*)))))) "
                        + "from finance.revenue where day between date'2026-01-05' and date'2026-02-01'");
    }
}
