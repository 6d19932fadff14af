package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.specs.TableId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain}: a data owner asks why a figure changed, at every point of a backfill's life. */
final class ExplainIT {
    private static final String TAXED = "day=2026-01-07,shop=shop-03";

    @TempDir
    private Path dir;

    @Test
    void answersThroughoutTheLifeOfABackfill() throws Exception {
        try (SmallWorld world = SmallWorld.create(dir, specification())) {
            sources(world);
            world.assumeProved();
            world.run(7, "run", world.specification(), "--max-batches", "2");

            showsARowThatChanged(world);
            JsonNode before = asksBesideARunAndLeavesNoTrace(world);
            showsWhatThereIsOfABatchThatIsNotBuilt(world);
            answersAnyQuestionAboutAllThatDiffers(world);
            saysThatThereIsNoSuchRow(world);
            refusesWhatIsNoKeyOfTheRange(world);

            world.run(0, "run", world.specification());
            world.run(0, "approve", ID, "--by", "olga", "--reason", "the figures are right");
            world.lake()
                    .sql(
                            "insert into finance.revenue values (date'2026-02-09', 'live', 5, 5, timestamp'2026-02-09 00:00:00')");
            world.run(0, "publish", ID);
            world.lake().sql("delete from finance.revenue where day = date'2026-01-07' and shop = 'shop-03'");
            assertThat(withoutStatus(explained(world, TAXED)))
                    .as("whatever consumers read now")
                    .isEqualTo(withoutStatus(before));

            world.run(0, "rollback", ID, "--discard-later-writes", "--reason", "wrong");
            showsTheRestWhereASourceWasExpired(world);
            world.run(0, "retire", ID, "--by", "olga");
            saysWhatWasLetGo(world);
            assertThat(world.run(3, "sql", "--of", ID, "select * from changes").err())
                    .contains("the table has no such branch");
        }
    }

    private static void answersAnyQuestionAboutAllThatDiffers(SmallWorld world) {
        String query = "select class, rule, count(*) as n, sum(old.net - new.net) as delta from changes group by 1, 2";

        assertThat(world.run(0, "sql", "--of", ID, query, "-o", "json").json())
                .hasToString("[{\"class\":\"changed\",\"rule\":\"tax-taken-out\",\"n\":280,\"delta\":3081.0}]");
        assertThat(world.run(0, "sql", "--of", ID, "select count(*) as n from old where day = date'2026-01-31'")
                        .out())
                .as("a day that is left out")
                .contains("\n0");
        assertThat(world.run(2, "sql", "--of", "nothing", "select 1").err()).contains("nothing");
    }

    /** With a rule, an excluded day, a source by the moment instead of the day, and one without any column of the key. */
    private static String specification() {
        return SmallLake.specification(ID)
                .replace("end: 2026-02-01", "end: 2026-02-01\n  exclude: [2026-01-31]")
                .replace("transform:", "  visits: {table: staging.visits}\n  rates: {table: staging.rates}\ntransform:")
                .replace(
                        "  unchanged: [gross]",
                        "  unchanged: [gross]\n  explained_by:\n    tax-taken-out: old.net - new.net between 10 and 12");
    }

    private static void sources(SmallWorld world) {
        world.lake().sql("create table staging.visits (Shop string, day timestamp, visitors int) using iceberg");
        world.lake().sql("""
                insert into staging.visits values ('shop-03', timestamp'2026-01-07 10:15:00', 5),
                ('shop-03', timestamp'2026-01-08 00:00:00', 6), ('shop-04', timestamp'2026-01-07 10:15:00', 7)""");
        world.lake().sql("create table staging.rates (currency string, rate double) using iceberg");
        world.lake().sql("insert into staging.rates values ('EUR', 1), ('USD', 1.1)");
    }

    private static JsonNode explained(SmallWorld world, String key) {
        return Schemas.valid(
                "explain",
                world.run(0, "explain", ID, "--key", key, "-o", "json").json());
    }

    private static JsonNode withoutStatus(JsonNode document) {
        ObjectNode copy = document.deepCopy();
        copy.remove("status");
        return copy;
    }

    private static void showsARowThatChanged(SmallWorld world) {
        String text = world.run(0, "explain", ID, "--key", "shop = 'shop-03' , day=2026-01-07")
                .out()
                .replaceAll("snapshot \\d+", "snapshot N")
                .replaceAll("20\\d\\d-[-\\d]+T[:.\\d]+Z", "2026-01-01T00:00:00Z");

        assertThat(text).isEqualTo("""
                tax-fix, shop shop-03, day 2026-01-07: changed; explained by tax-taken-out
                  batch:     2026-01-05..2026-01-11, reconciled
                  backfill:  PAUSED: It was stopped before the end on purpose: by a person, a limit of the run, or the end of its process
                  old:       snapshot N of finance.revenue, the baseline, of 2026-01-01T00:00:00Z
                  new:       snapshot N of finance.revenue, the shadow, of 2026-01-01T00:00:00Z
                  rule:      tax-taken-out: old.net - new.net between 10 and 12

                     column       old                   new                   delta   note
                     day          2026-01-07            2026-01-07                    key
                     shop         shop-03               shop-03                       key
                     gross        101.00                101.00
                  *  net          101.00                91.00                 -10.00  differs
                     computed_at  2026-01-01T00:00:00Z  2026-01-01T00:00:00Z          volatile, not compared

                source events: staging.events at snapshot N, 2026-01-05..2026-01-11 as batch 2026-01-05 reads it
                  1 row with this shop, day
                    day         shop     gross   tax
                    2026-01-07  shop-03  101.00  10.00

                source visits: staging.visits at snapshot N, read whole
                  1 row with this shop, day
                    Shop     day                   visitors
                    shop-03  2026-01-01T00:00:00Z  5

                source rates: staging.rates at snapshot N, read whole
                  2 rows; none is shown, it has no column of the key (shop, day)
                """);
    }

    private static JsonNode asksBesideARunAndLeavesNoTrace(SmallWorld world) throws InterruptedException {
        Map<String, String> before = world.everythingOnRecord();
        JsonNode document;
        try (HeldLease lease = world.leases().acquire(world.journal().id(), "run-2")) {
            document = explained(world, TAXED);
            assertThat(lease.epoch()).isPositive();
        }

        assertThat(document.at("/batches")).hasSize(1);
        assertThat(document.at("/baseline/snapshot").asLong())
                .isEqualTo(world.journal().plan().orElseThrow().baseline().snapshotId());
        assertThat(document.at("/batches/0/shadow/snapshot").asLong())
                .isEqualTo(world.journal()
                        .batch("2026-01-05")
                        .orElseThrow()
                        .snapshotId()
                        .orElseThrow());
        assertThat(document.at("/batches/0/class").asText()).isEqualTo("changed");
        assertThat(document.at("/batches/0/explained_by/name").asText()).isEqualTo("tax-taken-out");
        assertThat(document.at("/batches/0/old/rows/0/net").asText()).isEqualTo("101.00");
        assertThat(document.at("/batches/0/new/rows/0/net").asText()).isEqualTo("91.00");
        assertThat(document.at("/batches/0/columns/3").toString())
                .isEqualTo(
                        "{\"name\":\"net\",\"use\":\"compared\",\"verdict\":\"differs\",\"delta\":\"-10.00\",\"masked\":false}");
        before.keySet().removeIf(name -> name.contains("lease"));
        Map<String, String> after = world.everythingOnRecord();
        after.keySet().removeIf(name -> name.contains("lease"));
        assertThat(after).isEqualTo(before);
        return document;
    }

    private static void showsWhatThereIsOfABatchThatIsNotBuilt(SmallWorld world) {
        JsonNode batch = explained(world, "day=2026-01-20,shop=shop-03").at("/batches/0");

        assertThat(batch.at("/state").asText()).isEqualTo("due");
        assertThat(batch.at("/class").isNull()).isTrue();
        assertThat(batch.at("/new").isNull()).isTrue();
        assertThat(batch.at("/old/count").asInt()).isEqualTo(1);
        assertThat(batch.at("/sources/0/count").asInt()).isEqualTo(1);
    }

    private static void saysThatThereIsNoSuchRow(SmallWorld world) {
        JsonNode batch = explained(world, "day=2026-01-07,shop=\"nobody's, 'x' or \"\"1\"\"=1\"")
                .at("/batches/0");

        assertThat(batch.at("/class").isNull()).isTrue();
        assertThat(batch.at("/old/count").asInt()).isZero();
        assertThat(batch.at("/new/count").asInt()).isZero();
        assertThat(batch.at("/sources/0/count").asInt()).isZero();
    }

    private static void refusesWhatIsNoKeyOfTheRange(SmallWorld world) {
        assertThat(world.run(2, "explain", ID, "--key", "day=7.1.2026,net=5,city=x")
                        .err())
                .isEqualTo("""
                        amend: Invalid --key: '7.1.2026' of 'day' is not a date, such as 2026-01-31; 'net' is a column, but not of the key; 'city' is no column of finance.revenue; 'shop' is missing
                          where: --key
                          next:  Give a value for each column of the key of finance.revenue, as in --key "day=2026-01-31,shop=TEXT"
                        """);
        assertThat(world.run(2, "explain", ID, "--key", "day=2026-02-02,shop=a").err())
                .startsWith(
                        "amend: Cannot explain a row of 2026-02-02: tax-fix left it alone, it is outside the range 2026-01-05..2026-02-01\n");
        assertThat(world.run(2, "explain", ID, "--key", "day=2026-01-31,shop=a").err())
                .startsWith(
                        "amend: Cannot explain a row of 2026-01-31: tax-fix left it alone, source_range.exclude names it\n");
    }

    private static void showsTheRestWhereASourceWasExpired(SmallWorld world) {
        Table events = world.lake().lakehouse().table(TableId.parse("staging.events"));
        long pinned = events.currentSnapshot().snapshotId();
        world.lake().sql("insert into staging.events values (date'2026-03-01', 'late', 5, 1)");
        events.refresh();
        events.manageSnapshots().removeTag("amend_tax_fix_events").commit();
        events.expireSnapshots().expireSnapshotId(pinned).commit();

        JsonNode document = explained(world, TAXED);

        assertThat(document.at("/status").asText()).isEqualTo("ROLLED_BACK");
        JsonNode batch = document.at("/batches/0");
        assertThat(batch.at("/class").asText()).isEqualTo("changed");
        assertThat(batch.at("/sources/0/problem").asText()).isEqualTo("snapshot %d was expired".formatted(pinned));
        assertThat(batch.at("/sources/1/count").asInt()).isEqualTo(1);
    }

    private static void saysWhatWasLetGo(SmallWorld world) {
        assertThat(world.run(2, "explain", ID, "--key", TAXED).err())
                .startsWith(
                        "amend: Cannot explain a row of tax-fix: it is RETIRED, and the new data of batch 2026-01-05 went with it\n  where: finance.revenue, snapshot ")
                .endsWith("\n  next:  What was found then is in the report: amend report tax-fix\n");
    }

    @Test
    void findsAKeyThatHasNoPartitionInIt() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir, ordersSpecification())) {
            world.lake().sql("""
                    create table staging.orders using iceberg partitioned by (day) as
                    select date_add(date'2026-01-05', cast(id as int)) as day, cast(id as int) as order_no, cast(id as string) as code
                    from range(0, 10, 1, 1)""");
            world.lake()
                    .sql(
                            "create table finance.orders (day date, order_no bigint, code string) using iceberg partitioned by (day)");
            world.lake().sql("""
                    insert into finance.orders select day, order_no, code from staging.orders
                    union all values (date'2026-01-14', 8, 'twice'), (date'2026-01-06', 3, 'moves'), (date'2026-01-08', 77, 'goes')""");
            world.lake().sql("delete from finance.orders where day = date'2026-01-08' and order_no = 3");
            world.assumeProved();
            world.run(0, "run", world.specification());

            JsonNode moved = explained(world, "order_no=3");
            assertThat(moved.at("/batches")).hasSize(1);
            assertThat(moved.at("/batches/0/class").asText()).isEqualTo("moved");
            assertThat(moved.at("/batches/0/old/rows/0/day").asText()).isEqualTo("2026-01-06");
            assertThat(moved.at("/batches/0/new/rows/0/day").asText()).isEqualTo("2026-01-08");
            assertThat(moved.at("/batches/0/sources/0/filtered_by/0").asText()).isEqualTo("order_no");

            JsonNode twice = explained(world, "order_no=8,day=2026-01-14");
            assertThat(twice.at("/batches/0/old/count").asInt()).isEqualTo(2);
            assertThat(twice.at("/batches/0/class").asText()).isEqualTo("duplicate");

            assertThat(world.run(0, "explain", ID, "--key", "order_no=99").out())
                    .startsWith("tax-fix, order_no 99: no row with this key in the range, neither old nor new\n")
                    .contains("--key \"…,day=…\"");
            saysWhatSomeoneExpired(world);
        }
    }

    private static void saysWhatSomeoneExpired(SmallWorld world) {
        long built =
                world.journal().batch("2026-01-12").orElseThrow().snapshotId().orElseThrow();
        Table orders = world.lake().lakehouse().table(TableId.parse("finance.orders"));
        orders.manageSnapshots().removeBranch("amend_tax_fix").commit();
        orders.expireSnapshots().expireSnapshotId(built).commit();

        assertThat(world.run(3, "explain", ID, "--key", "order_no=8").err())
                .startsWith(
                        "amend: Cannot explain a row of tax-fix: the new data can't be read any more, someone expired the snapshot\n  where: finance.orders, snapshot %d\n"
                                .formatted(built));
    }

    private static String ordersSpecification() {
        return """
                version: 1
                backfill_id: tax-fix
                owner: finance-data
                reason: {issue: FIN-8, change: Orders under their own day}
                source_range: {start: 2026-01-05, end: 2026-01-18}
                target: {table: finance.orders, partition_key: day, key: [order_no]}
                sources:
                  orders: {table: staging.orders, partition_key: day}
                transform:
                  sql: |
                    select day, cast(order_no as bigint) as order_no, code
                    from orders
                    where day between :batch_start and :batch_end
                execution: {partitions_per_batch: 7}
                validation:
                  row_count_tolerance: 100
                """;
    }
}
