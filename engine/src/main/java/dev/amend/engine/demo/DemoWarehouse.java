package dev.amend.engine.demo;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Creates the demo's tables: eighteen months of events, and the revenue computed from them with the tax bug. */
public final class DemoWarehouse {

    /** The target of the demo's backfill. */
    public static final String REVENUE = "finance.daily_revenue";

    /** The table that the revenue is computed from. */
    public static final String EVENTS = "staging.revenue_events";

    private static final int SEED = 2841;
    private static final int MONTHS_PER_STEP = 3;

    private final SparkSession spark;
    private final Consumer<String> progress;

    /** @param spark a session whose default catalog is {@code lake}, see {@link EmbeddedWarehouse} */
    public DemoWarehouse(SparkSession spark, Consumer<String> progress) {
        this.spark = spark;
        this.progress = progress;
    }

    /** Creates {@code staging.revenue_events} and {@code finance.daily_revenue}; a scale always gives the same rows. */
    public void create(DemoScale scale) {
        createSince(DemoCalendar.FIRST_DAY, scale);
    }

    /** Creates the tables with only their last days; those days have the same rows as in the full tables. */
    void createSince(LocalDate firstDay, DemoScale scale) {
        createTables();
        describeBusiness(scale);
        try {
            insertEvents(new Days(firstDay, DemoCalendar.YESTERDAY), scale);
        } finally {
            spark.catalog().dropTempView("merchants");
            spark.catalog().dropTempView("calendar");
        }

        insertRevenue(new Days(firstDay, DemoCalendar.YESTERDAY));
    }

    private void createTables() {
        spark.sql("create namespace staging");
        spark.sql("create namespace finance");
        run("create-revenue-events.sql", Map.of());
        run("create-daily-revenue.sql", Map.of());
        progress.accept("Created %s and %s".formatted(EVENTS, REVENUE));
    }

    private void describeBusiness(DemoScale scale) {
        Days all = new Days(DemoCalendar.FIRST_DAY, DemoCalendar.YESTERDAY);
        run("merchants.sql", all.with(Map.of("seed", SEED, "merchants", scale.merchants())))
                .createOrReplaceTempView("merchants");
        run("calendar.sql", all.with(Map.of())).createOrReplaceTempView("calendar");
    }

    private void insertEvents(Days all, DemoScale scale) {
        for (Days days : all.inSteps()) {
            run("revenue-events.sql", days.with(Map.of("seed", SEED, "orders_per_day", scale.ordersPerDay())));
            progress.accept("%s: %,d events up to %s".formatted(EVENTS, count(EVENTS), days.last()));
        }
    }

    private void insertRevenue(Days all) {
        insertRevenue("daily-revenue.sql", all.until(DemoCalendar.BUG_START.minusDays(1)));
        insertRevenue(
                "legacy-daily-revenue.sql", all.since(DemoCalendar.BUG_START).until(DemoCalendar.BUG_END));
        insertRevenue("daily-revenue.sql", all.since(DemoCalendar.BUG_END.plusDays(1)));
    }

    private void insertRevenue(String resource, Days days) {
        if (days.isEmpty()) {
            return;
        }

        run(resource, days.with(Map.of()));
        progress.accept("%s: %,d rows up to %s".formatted(REVENUE, count(REVENUE), days.last()));
    }

    private Dataset<Row> run(String resource, Map<String, Object> parameters) {
        return spark.sql(DemoResource.named(resource).text(), parameters);
    }

    private long count(String table) {
        return spark.table(table).count();
    }

    /** The days from first to last, both included, as the SQL files name them; empty if last is before first. */
    private record Days(LocalDate first, LocalDate last) {

        boolean isEmpty() {
            return last.isBefore(first);
        }

        Days since(LocalDate day) {
            return new Days(day.isAfter(first) ? day : first, last);
        }

        Days until(LocalDate day) {
            return new Days(first, day.isBefore(last) ? day : last);
        }

        /** Splits the days into pieces that end with a month, so that there is progress to report every few seconds. */
        List<Days> inSteps() {
            List<Days> steps = new ArrayList<>();
            Days rest = this;
            while (!rest.isEmpty()) {
                Days step = rest.until(YearMonth.from(rest.first)
                        .plusMonths(MONTHS_PER_STEP - 1)
                        .atEndOfMonth());
                steps.add(step);
                rest = rest.since(step.last.plusDays(1));
            }
            return steps;
        }

        Map<String, Object> with(Map<String, Object> others) {
            Map<String, Object> parameters = new HashMap<>(others);
            parameters.put("first_day", first);
            parameters.put("last_day", last);
            return parameters;
        }
    }
}
