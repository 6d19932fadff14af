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

/** Creates the demo's tables: events of eighteen months, and the revenue that was computed from them with the tax bug. */
public final class DemoWarehouse {

    /** The target of the demo's backfill. */
    public static final String REVENUE = "finance.daily_revenue";

    /** What the revenue is computed from. */
    public static final String EVENTS = "staging.revenue_events";

    private static final int SEED = 2841;
    private static final int MONTHS_PER_INSERT = 3;

    private final SparkSession spark;
    private final Consumer<String> progress;

    /** @param spark a session that knows the catalog {@code lake} as its default, see {@link EmbeddedWarehouse} */
    public DemoWarehouse(SparkSession spark, Consumer<String> progress) {
        this.spark = spark;
        this.progress = progress;
    }

    /** Creates {@code staging.revenue_events} and {@code finance.daily_revenue}; the same rows each time for the same scale. */
    public void create(DemoScale scale) {
        createTables();
        describeBusiness(scale);
        try {
            insertEvents(scale);
        } finally {
            spark.catalog().dropTempView("merchants");
            spark.catalog().dropTempView("calendar");
        }

        insertRevenue();
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

    private void insertEvents(DemoScale scale) {
        for (Days days : quarters()) {
            run("revenue-events.sql", days.with(Map.of("seed", SEED, "orders_per_day", scale.ordersPerDay())));
            progress.accept("%s: %,d events up to %s".formatted(EVENTS, count(EVENTS), days.last()));
        }
    }

    private void insertRevenue() {
        insertRevenue("daily-revenue.sql", new Days(DemoCalendar.FIRST_DAY, DemoCalendar.BUG_START.minusDays(1)));
        insertRevenue("legacy-daily-revenue.sql", new Days(DemoCalendar.BUG_START, DemoCalendar.BUG_END));
        insertRevenue("daily-revenue.sql", new Days(DemoCalendar.BUG_END.plusDays(1), DemoCalendar.YESTERDAY));
    }

    private void insertRevenue(String resource, Days days) {
        run(resource, days.with(Map.of()));
        progress.accept("%s: %,d rows up to %s".formatted(REVENUE, count(REVENUE), days.last()));
    }

    private Dataset<Row> run(String resource, Map<String, Object> parameters) {
        return spark.sql(DemoResource.named(resource).text(), parameters);
    }

    private long count(String table) {
        return spark.table(table).count();
    }

    private static List<Days> quarters() {
        List<Days> quarters = new ArrayList<>();
        LocalDate first = DemoCalendar.FIRST_DAY;
        while (!first.isAfter(DemoCalendar.YESTERDAY)) {
            LocalDate last =
                    YearMonth.from(first).plusMonths(MONTHS_PER_INSERT - 1).atEndOfMonth();
            quarters.add(new Days(first, last.isAfter(DemoCalendar.YESTERDAY) ? DemoCalendar.YESTERDAY : last));
            first = last.plusDays(1);
        }
        return quarters;
    }

    /** From the first day to the last, both included, as the SQL files name them. */
    private record Days(LocalDate first, LocalDate last) {

        Map<String, Object> with(Map<String, Object> others) {
            Map<String, Object> parameters = new HashMap<>(others);
            parameters.put("first_day", first);
            parameters.put("last_day", last);
            return parameters;
        }
    }
}
