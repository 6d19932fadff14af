package dev.amend.engine.lakehouse;

import dev.amend.engine.demo.EmbeddedWarehouse;
import dev.amend.engine.hooks.StepListener;
import dev.amend.specs.yaml.ReadSpecification;
import dev.amend.specs.yaml.SpecificationReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A small warehouse in a folder: events of twenty shops a day, and their revenue with the tax counted as net. There are
 * six weeks, of which the range of the specification is the middle four: 2026-01-05 to 2026-02-01.
 */
public final class SmallLake implements AutoCloseable {
    /** The target in the catalog. */
    public static final String TARGET = "finance.revenue";
    /** The batches of {@link #specification(String)}. */
    public static final List<String> BATCHES = List.of("2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26");

    private final EmbeddedWarehouse warehouse;
    private final SparkSession spark;
    private final Map<String, String> settings;

    private SmallLake(EmbeddedWarehouse warehouse, Map<String, String> settings) {
        this.warehouse = warehouse;
        this.settings = settings;
        this.spark = SparkRuntime.start(settings);
    }

    /** Creates the tables in an empty folder, and the session that every command of this process takes from then on. */
    public static SmallLake create(Path dir) {
        return create(dir, Map.of());
    }

    /** The same with more of Spark's settings, such as a second catalog. */
    public static SmallLake create(Path dir, Map<String, String> more) {
        EmbeddedWarehouse warehouse = new EmbeddedWarehouse(dir);
        try {
            warehouse.createFolder();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        SmallLake lake = reopen(dir, more);
        lake.createTables();
        return lake;
    }

    /** Takes the tables that are in a folder, also if they were put there while an earlier session had it open. */
    public static SmallLake reopen(Path dir) {
        return reopen(dir, Map.of());
    }

    private static SmallLake reopen(Path dir, Map<String, String> more) {
        EmbeddedWarehouse warehouse = new EmbeddedWarehouse(dir);
        forgetSession();
        Map<String, String> settings = new TreeMap<>(settings(warehouse));
        settings.putAll(more);
        return new SmallLake(warehouse, settings);
    }

    private static Map<String, String> settings(EmbeddedWarehouse warehouse) {
        Map<String, String> settings = new TreeMap<>(warehouse.sparkSettings());
        settings.put("spark.master", "local[2]");
        settings.put("spark.sql.shuffle.partitions", "2");
        return settings;
    }

    private void createTables() {
        sql("create namespace staging");
        sql("create namespace finance");
        sql("""
                create table staging.events using iceberg partitioned by (day) as
                select date_add(date'2025-12-29', cast(id / 20 as int)) as day,
                       concat('shop-', lpad(id % 20, 2, '0')) as shop,
                       cast(100 + id % 7 as decimal(12, 2)) as gross,
                       cast(10 + id % 3 as decimal(12, 2)) as tax
                from range(0, 840, 1, 1)""");
        sql("""
                create table finance.revenue (day date, shop string, gross decimal(14, 2), net decimal(14, 2), computed_at timestamp)
                using iceberg partitioned by (day)
                tblproperties ('format-version' = '2')""");
        sql(
                "insert into finance.revenue select day, shop, gross, gross, timestamp'2026-02-09 00:00:00' from staging.events");
    }

    /** The text of a specification that takes the tax out, week by week. */
    public static String specification(String id) {
        return """
                version: 1
                backfill_id: %s
                owner: finance-data
                reason:
                  issue: FIN-7
                  change: Take the tax out of the net revenue
                source_range:
                  start: 2026-01-05
                  end: 2026-02-01
                target:
                  table: finance.revenue
                  partition_key: day
                  key: [day, shop]
                  required: [net]
                  volatile: [computed_at]
                sources:
                  events:
                    table: staging.events
                    partition_key: day
                transform:
                  sql: |
                    select day, shop, cast(gross as decimal(14, 2)) as gross, cast(gross - tax as decimal(14, 2)) as net, :started_at as computed_at
                    from events
                    where day between :batch_start and :batch_end
                execution:
                  partitions_per_batch: 7
                  max_concurrency: 2
                validation:
                  revenue_delta_expected: "-12%% to -9%%"
                  measures:
                    revenue: sum(net)
                  unchanged: [gross]
                """.formatted(id);
    }

    /** The specification with another transform. */
    public static ReadSpecification transformedBy(String query) {
        String text = specification("small");
        int from = text.indexOf("  sql: |\n") + "  sql: |\n".length();
        String indented = query.indent(4);
        return read(text.substring(0, from) + indented + text.substring(text.indexOf("execution:")));
    }

    public static ReadSpecification read(String text) {
        return SpecificationReader.read("small.yaml", text, file -> {
            throw new IllegalStateException("No file is named: " + file);
        });
    }

    /** Writes an amend.yaml for this warehouse, with the state beside it. */
    public Path writeConfiguration() throws IOException {
        StringBuilder text = new StringBuilder(
                "state: %s\nspark:\n".formatted(warehouse.dir().resolve("state")));
        settings.forEach((key, value) -> text.append("  %s: \"%s\"\n".formatted(key, value)));
        return Files.writeString(warehouse.dir().resolve("amend.yaml"), text);
    }

    public SparkSession spark() {
        return spark;
    }

    public Lakehouse lakehouse() {
        return new Lakehouse(spark, StepListener.NONE);
    }

    /** The target, as it is now. */
    public Table target() {
        return lakehouse().table(dev.amend.specs.TableId.parse(TARGET));
    }

    public List<Row> sql(String statement) {
        return spark.sql(statement).collectAsList();
    }

    /** The first value of the first row, in words. */
    public String value(String query) {
        return String.valueOf(sql(query).get(0).get(0));
    }

    /** Rows and sums of the range as consumers read it: {@code 560 rows, gross 57680.00, net 57680.00}. */
    public String range() {
        return value("""
                select concat(count(*), ' rows, gross ', sum(gross), ', net ', sum(net))
                from finance.revenue where day between date'2026-01-05' and date'2026-02-01'""");
    }

    /** Lets the next test have a warehouse of its own on the same Spark. */
    @Override
    public void close() {
        forgetSession();
    }

    private static void forgetSession() {
        SparkSession.clearActiveSession();
        SparkSession.clearDefaultSession();
    }
}
