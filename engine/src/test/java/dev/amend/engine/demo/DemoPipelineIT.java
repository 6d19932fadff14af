package dev.amend.engine.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amend.engine.demo.DemoPipeline.Acknowledged;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests share one warehouse, as one pipeline after another does: each looks at what it wrote itself. */
final class DemoPipelineIT {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private static Path dir;

    private static DemoLake lake;

    @BeforeAll
    static void createSmallDemo() {
        lake = DemoLake.createSince(DemoCalendar.TODAY.minusWeeks(2), dir, new DemoScale(30, 100), Map.of());
    }

    @Test
    void appendsWhatItAnnouncesToBothTables() {
        List<Acknowledged> commits = append(1);

        assertThat(commits)
                .extracting(Acknowledged::table)
                .containsExactly(DemoWarehouse.EVENTS, DemoWarehouse.REVENUE);
        assertThat(commits.get(1).rows())
                .isEqualTo(5)
                .isEqualTo(commits.get(1).merchants().size());
        assertThat(commits).allSatisfy(DemoPipelineIT::assertThatItIsThere);
    }

    @Test
    void computesRevenueFromTheEventsWithoutTheBug() {
        append(3);

        assertThat(lake.row("""
                        select count_if(not (
                          coalesce(e.orders, 0) = r.orders and e.refunds = r.refunds and e.gross = r.gross_revenue
                          and e.included_tax = r.included_tax and r.net_revenue = r.gross_revenue - r.included_tax))
                        from (
                          select revenue_date, merchant_id,
                            count_if(kind = 'sale') as orders, count_if(kind = 'refund') as refunds,
                            sum(gross) as gross, sum(if(price_includes_tax, tax, 0)) as included_tax
                          from staging.revenue_events
                          where revenue_date >= '2026-06-15'
                          group by revenue_date, merchant_id
                        ) e
                        full join (select * from finance.daily_revenue where revenue_date >= '2026-06-15') r
                          on e.revenue_date = r.revenue_date and e.merchant_id = r.merchant_id""").getLong(0)).isZero();
    }

    @Test
    void goesOnWhereTheLastPipelineStoppedAlsoIntoTheNextDays() {
        append(10);
        append(10);

        assertThat(lake.row("""
                        select count(*) - count(distinct revenue_date, merchant_id), count(distinct revenue_date) > 2
                        from finance.daily_revenue where revenue_date >= '2026-06-15'""").toString()).isEqualTo("[0,true]");
        assertThat(lake.row("select count(*) - count(distinct event_id) from staging.revenue_events")
                        .getLong(0))
                .isZero();
    }

    @Test
    void losesNothingWhileOthersCommitToTheSameTable() {
        List<Acknowledged> commits = new CopyOnWriteArrayList<>();
        try (DemoPipeline pipeline = DemoPipeline.open(lake.warehouse(), Duration.ofMillis(100), NOON, commits::add)) {
            pipeline.start();
            for (int number = 0; number < 10; number++) {
                lake.spark().sql("delete from finance.daily_revenue where revenue_date = date'2026-06-01'");
                lake.spark()
                        .sql(
                                "insert into finance.daily_revenue select date'2026-06-01', merchant_id, country, orders, refunds, gross_revenue, included_tax, net_revenue, recalculated_at, backfill_id from finance.daily_revenue where revenue_date = date'2026-06-02'");
            }
            await("the pipeline commits beside others")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> commits.size() > 4);
        }

        assertThat(commits).allSatisfy(DemoPipelineIT::assertThatItIsThere);
    }

    @Test
    void runsInAProcessOfItsOwnUntilItIsTerminated() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DemoPipelineProcess.class.getName(),
                        dir.toString(),
                        "PT0.05S")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new ArrayList<>();
        try (Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
                BufferedReader reader = new BufferedReader(output)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (lines.size() == 6) {
                    process.toHandle().destroy();
                }
            }
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Set<Long> revenue = snapshots(DemoWarehouse.REVENUE);
        Set<Long> events = snapshots(DemoWarehouse.EVENTS);
        assertThat(lines)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(line -> assertThat(line)
                        .matches("table=\\S+ snapshot=\\d+ revenue_date=2026-\\d\\d-\\d\\d rows=\\d+ merchants=[\\d,]+")
                        .satisfies(text -> assertThat(text.contains(DemoWarehouse.REVENUE) ? revenue : events)
                                .contains(Long.parseLong(text.replaceAll(".*snapshot=(\\d+) .*", "$1")))));
    }

    private static List<Acknowledged> append(int times) {
        List<Acknowledged> commits = new ArrayList<>();
        try (DemoPipeline pipeline = DemoPipeline.open(lake.warehouse(), Duration.ZERO, NOON, commits::add)) {
            for (int time = 0; time < times; time++) {
                pipeline.append();
            }

            assertThat(pipeline.tally().commits()).isEqualTo(commits.size()).isEqualTo(2 * times);
            assertThat(pipeline.tally().revenueRows() + pipeline.tally().eventRows())
                    .isEqualTo(commits.stream().mapToLong(Acknowledged::rows).sum());
        }
        return commits;
    }

    private static void assertThatItIsThere(Acknowledged commit) {
        assertThat(snapshots(commit.table())).contains(commit.snapshot());
        assertThat(lake.row("select count(*) from %s where revenue_date = date'%s' and merchant_id in (%s)"
                                .formatted(
                                        commit.table(),
                                        commit.day(),
                                        commit.merchants().stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(","))))
                        .getLong(0))
                .isEqualTo(commit.rows());
    }

    private static Set<Long> snapshots(String table) {
        return lake.rows("select snapshot_id from %s.history where is_current_ancestor".formatted(table)).stream()
                .map(row -> row.getLong(0))
                .collect(Collectors.toSet());
    }
}
