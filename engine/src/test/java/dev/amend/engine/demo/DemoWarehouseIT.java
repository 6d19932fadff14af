package dev.amend.engine.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.specs.DeltaRange;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
final class DemoWarehouseIT {
    private static final LocalDate BLACK_FRIDAY = LocalDate.parse("2025-11-28");

    @TempDir
    private static Path dir;

    private static DemoLake lake;

    @BeforeAll
    static void createSmallDemo() {
        lake = DemoLake.create(dir.resolve("small"), DemoLake.SMALL);
    }

    @Test
    void createsTheSameRowsWhateverTheParallelism() {
        LocalDate lastDays = DemoCalendar.BUG_END.minusDays(9);

        DemoLake other = DemoLake.createSince(
                lastDays,
                dir.resolve("other"),
                DemoLake.SMALL,
                Map.of("spark.sql.shuffle.partitions", "5", "spark.sql.leafNodeDefaultParallelism", "3"));

        assertThat(List.of(DemoWarehouse.EVENTS, DemoWarehouse.REVENUE))
                .allSatisfy(table -> assertThat(other.fingerprintSince(lastDays, table))
                        .isEqualTo(lake.fingerprintSince(lastDays, table))
                        .doesNotStartWith("[0,"));
    }

    @Test
    void hasOneFileForEachDayFromTwoWeeksBeforeTheBugToYesterday() {
        assertThat(List.of(DemoWarehouse.EVENTS, DemoWarehouse.REVENUE)).allSatisfy(table -> {
            Row files = lake.row(
                    "select count(*), count(distinct partition), cast(min(partition.revenue_date) as string), cast(max(partition.revenue_date) as string) from %s.files"
                            .formatted(table));
            assertThat(files.toString()).isEqualTo("[575,575,2024-11-17,2026-06-14]");
        });
        assertThat(lake.row("show create table " + DemoWarehouse.REVENUE).getString(0))
                .contains("PARTITIONED BY (revenue_date)", "'format-version' = '2'", "compression-codec' = 'zstd'");
    }

    @Test
    void hasOneRowForEachMerchantAndDay() {
        Row revenue = lake.row("select count(*), count(distinct revenue_date, merchant_id) from finance.daily_revenue");
        Row events = lake.row("select count(*), count(distinct event_id) from staging.revenue_events");

        assertThat(revenue.getLong(0)).isEqualTo(revenue.getLong(1)).isPositive();
        assertThat(events.getLong(0)).isEqualTo(events.getLong(1)).isPositive();
    }

    @Test
    void looksLikeABusiness() {
        Row events = lake.row("""
                select
                  count_if(kind = 'refund' and gross < 0 and tax <= 0 and amount < 0) / count(*),
                  count_if(kind = 'sale' and (gross <= 0 or tax < 0)),
                  count_if(to_date(event_time) < revenue_date) / count(*),
                  count_if(to_date(event_time) < revenue_date and to_date(ingested_at) <> revenue_date),
                  count_if(to_date(event_time) > revenue_date or ingested_at < event_time),
                  count(distinct currency),
                  count(distinct country),
                  count(distinct merchant_id)
                from staging.revenue_events""");

        assertThat(events.getDouble(0)).as("refunds").isBetween(0.02, 0.06);
        assertThat(events.getLong(1)).as("sales that take money").isZero();
        assertThat(events.getDouble(2)).as("late events").isBetween(0.02, 0.03);
        assertThat(events.getLong(3))
                .as("late events booked before they arrive")
                .isZero();
        assertThat(events.getLong(4)).as("events before their time").isZero();
        assertThat(events.getLong(5)).as("currencies").isEqualTo(7);
        assertThat(events.getLong(6)).as("countries").isEqualTo(10);
        assertThat(events.getLong(7)).as("merchants").isEqualTo(160);
    }

    @Test
    void hasSeasonsAndDaysLikeNoOther() {
        assertThat(revenue("revenue_date = '%s'".formatted(BLACK_FRIDAY)))
                .isGreaterThan(1.6 * revenue("revenue_date = '%s'".formatted(BLACK_FRIDAY.minusWeeks(2))));
        assertThat(revenue("weekday(revenue_date) = 6")).isLessThan(0.6 * revenue("weekday(revenue_date) = 1"));
        assertThat(revenue("revenue_date between '2026-02-01' and '2026-04-30'"))
                .isGreaterThan(1.1 * revenue("revenue_date between '2025-02-01' and '2025-04-30'"));
        assertThat(revenue("revenue_date = '2025-12-25'")).isLessThan(0.5 * revenue("revenue_date = '2025-12-11'"));
    }

    @Test
    void hasALongTailOfMerchants() {
        Row shares = lake.row("""
                select
                  sum(gross) filter (where place <= 16) / sum(gross),
                  sum(gross) filter (where place > 80) / sum(gross)
                from (
                  select sum(gross_revenue) as gross, row_number() over (order by sum(gross_revenue) desc) as place
                  from finance.daily_revenue
                  group by merchant_id
                )""");

        assertThat(shares.getDecimal(0).doubleValue()).as("the largest tenth").isBetween(0.35, 0.65);
        assertThat(shares.getDecimal(1).doubleValue()).as("the smaller half").isBetween(0.05, 0.25);
    }

    @Test
    void isRightOutsideTheBugsDaysAndWrongForTaxInclusivePricesWithin() {
        Row outside = lake.row("""
                select count(*), count_if(net_revenue = gross_revenue - included_tax), count_if(included_tax <> 0)
                from finance.daily_revenue
                where revenue_date not between '2024-12-01' and '2026-05-31'""");
        Row within = lake.row("""
                select count(*), count_if(net_revenue = gross_revenue), count_if(included_tax <> 0)
                from finance.daily_revenue
                where revenue_date between '2024-12-01' and '2026-05-31'""");

        assertThat(outside.getLong(1)).isEqualTo(outside.getLong(0));
        assertThat(outside.getLong(2)).isPositive();
        assertThat(within.getLong(1)).isEqualTo(within.getLong(0));
        assertThat((double) within.getLong(2) / within.getLong(0)).isBetween(0.1, 0.4);
    }

    @Test
    void theSpecificationMovesRevenueAsExpectedInEveryBatchAndInTotal() {
        assertThatTheSpecificationMovesRevenueAsExpected(lake);
    }

    @Test
    void theSpecificationChangesNothingButNetRevenueAndExplainsEveryChangedRow() {
        correct(lake);

        Row changes = lake.row("""
                select
                  count_if(old.merchant_id is null or new.merchant_id is null),
                  count_if(not (old.country = new.country and old.orders = new.orders and old.refunds = new.refunds
                    and old.gross_revenue = new.gross_revenue and old.included_tax = new.included_tax)),
                  count_if(old.net_revenue <> new.net_revenue),
                  count_if(old.net_revenue <> new.net_revenue and not (%s)),
                  count_if(old.net_revenue = new.net_revenue)
                from (select * from finance.daily_revenue where revenue_date between '2024-12-01' and '2026-05-31') old
                full join corrected new on old.revenue_date = new.revenue_date and old.merchant_id = new.merchant_id""".formatted(DemoSpecification.explanation("tax-taken-out")));

        assertThat(changes.getLong(0)).as("rows on one side").isZero();
        assertThat(changes.getLong(1)).as("rows with other changes").isZero();
        assertThat(changes.getLong(2)).as("changed rows").isPositive();
        assertThat(changes.getLong(3)).as("unexplained rows").isZero();
        assertThat(changes.getLong(4)).as("unchanged rows").isPositive();
    }

    @Test
    void theSpecificationsResultHasTheTargetsColumnsAndTypes() {
        correct(lake);

        assertThat(lake.spark().table("corrected").schema().simpleString())
                .isEqualTo(lake.spark().table(DemoWarehouse.REVENUE).schema().simpleString());
    }

    @Test
    void theSpecificationsSourceTotalAgrees() {
        correct(lake);
        lake.spark().table(DemoWarehouse.EVENTS).createOrReplaceTempView("revenue_events");

        BigDecimal source = lake.spark()
                .sql(DemoSpecification.sourceTotal("gross"), DemoSpecification.wholeRange())
                .head()
                .getDecimal(0);

        assertThat(lake.row("select sum(gross_revenue) from corrected").getDecimal(0))
                .isEqualByComparingTo(source);
    }

    @Test
    @Tag("trial")
    void createsAMillionAndAHalfEventsWithinAMinute() {
        long start = System.nanoTime();
        DemoLake full = DemoLake.create(dir.resolve("full"), DemoScale.FULL);
        Duration duration = Duration.ofNanos(System.nanoTime() - start);

        assertThat(duration).isLessThan(Duration.ofMinutes(1));
        assertThat(full.row(
                                "select count(*) from staging.revenue_events where revenue_date between '2024-12-01' and '2026-05-31'")
                        .getLong(0))
                .isGreaterThanOrEqualTo(1_500_000);
        assertThat(full.row(
                                "select max(rows) from (select count(*) as rows from finance.daily_revenue group by revenue_date)")
                        .getLong(0))
                .isLessThanOrEqualTo(1000);
        assertThatTheSpecificationMovesRevenueAsExpected(full);
    }

    private static void assertThatTheSpecificationMovesRevenueAsExpected(DemoLake lake) {
        correct(lake);
        String netByBatch = """
                select floor(datediff(revenue_date, date'2024-12-01') / 7) as batch, sum(net_revenue) as net
                from %s
                where revenue_date between '2024-12-01' and '2026-05-31'
                group by batch""";
        List<Row> batches = lake.rows("select batch, old.net, new.net from (%s) old full join (%s) new using (batch)"
                .formatted(netByBatch.formatted(DemoWarehouse.REVENUE), netByBatch.formatted("corrected")));
        DeltaRange expected = DemoSpecification.expectedRevenueDelta();

        assertThat(batches)
                .hasSize(79)
                .allMatch(batch -> expected.allows(batch.getDecimal(1), batch.getDecimal(2)), expected.toString());
        assertThat(expected.allows(total(batches, 1), total(batches, 2))).isTrue();
    }

    private static void correct(DemoLake lake) {
        lake.spark().table(DemoWarehouse.EVENTS).createOrReplaceTempView("revenue_events");
        lake.spark()
                .sql(DemoSpecification.transform(), DemoSpecification.wholeRange())
                .createOrReplaceTempView("corrected");
    }

    private static BigDecimal total(List<Row> rows, int column) {
        return rows.stream().map(row -> row.getDecimal(column)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static double revenue(String condition) {
        return lake.row("select sum(gross_revenue) from finance.daily_revenue where " + condition)
                .getDecimal(0)
                .doubleValue();
    }
}
