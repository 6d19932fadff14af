package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source is only read: its files need not end where the target's partitions do. */
final class SourceLayoutsIT {
    @TempDir
    private Path dir;

    /** Each row: how the source is laid out, and how many rows the first batch reads by its estimate. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                     | 840",
                "partitioned by (months(day))         | 620",
                "partitioned by (bucket(2, shop))     | 840",
                "partitioned by (bucket(2, shop), day)| 140"
            })
    void anyLayoutGivesTheSameResult(String layout, long read) throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            laidOut(world, layout == null ? "" : layout);

            JsonNode plan =
                    world.run(0, "plan", world.specification(), "-o", "json").json();
            assertThat(plan.at("/batches/0/rows").asLong()).isEqualTo(read);
            published(world);
        }
    }

    @Test
    void aLayoutThatChangedIsReadInAllItsForms() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            laidOut(world, "partitioned by (months(day))");
            world.lake().sql("delete from staging.events where day >= date'2026-01-15'");
            world.lake().sql("alter table staging.events replace partition field day_month with day");
            world.lake()
                    .sql("insert into staging.events select * from staging.all_events where day >= date'2026-01-15'");

            published(world);
        }
    }

    @Test
    void aChangeOfAFileThatSpansPartitionsMakesAllOfThemDueAgain() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            laidOut(world, "");
            world.assumeProved();
            world.run(0, "run", world.specification());
            world.lake()
                    .sql(
                            "insert into staging.events select * from staging.all_events where day in (date'2026-01-06', date'2026-01-13')");
            world.lake()
                    .sql(
                            "insert into finance.revenue values (date'2026-01-20', 'late', 1, 1, timestamp'2026-02-09 00:00:00')");

            JsonNode due =
                    world.run(0, "rebase", SmallWorld.ID, "-o", "json").json().get("due");
            assertThat(due.fieldNames()).toIterable().contains("2026-01-05", "2026-01-12", "2026-01-19");
        }
    }

    @Test
    void aViewIsRefusedInItsOwnWords() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.lake()
                    .sql(
                            "create table staging.all_events using iceberg as select /*+ coalesce(1) */ * from staging.events");
            world.lake().sql("drop table staging.events");
            world.lake().sql("create view staging.events as select * from staging.all_events");

            assertThat(world.run(2, "plan", world.specification()).err())
                    .contains("staging.events is a view", "staging.all_events");
        }
    }

    private static void laidOut(SmallWorld world, String layout) {
        world.lake()
                .sql(
                        "create table staging.all_events using iceberg as select /*+ coalesce(1) */ * from staging.events");
        world.lake().sql("drop table staging.events");
        world.lake()
                .sql(
                        "create table staging.events using iceberg %s as select /*+ coalesce(1) */ * from staging.all_events"
                                .formatted(layout));
    }

    private static void published(SmallWorld world) {
        world.run(0, "prove", world.specification());
        world.run(0, "run", world.specification());
        world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
        world.run(0, "publish", SmallWorld.ID);
        assertThat(world.lake().range()).isEqualTo("560 rows, gross 57680.00, net 51520.00");
    }
}
