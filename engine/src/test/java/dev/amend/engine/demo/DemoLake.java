package dev.amend.engine.demo;

import dev.amend.engine.lakehouse.LocalFilesWithoutForks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A demo's tables in a folder, and a Spark session that sees them. */
record DemoLake(EmbeddedWarehouse warehouse, SparkSession spark) {

    /** Large enough for the expected delta to hold in every batch, small enough for a test. */
    static final DemoScale SMALL = new DemoScale(160, 500);

    /** What all sessions of a process have in common, those of other tests too. */
    private static final String EXTENSIONS = "spark.sql.extensions";

    /** Creates the tables in an empty folder with all their days. */
    static DemoLake create(Path dir, DemoScale scale) {
        return createSince(DemoCalendar.FIRST_DAY, dir, scale, Map.of());
    }

    /** Creates the tables in an empty folder with their last days alone, with some settings of the session. */
    static DemoLake createSince(LocalDate firstDay, Path dir, DemoScale scale, Map<String, String> settings) {
        DemoLake lake = open(dir, settings);
        new DemoWarehouse(lake.spark, line -> {}).createSince(firstDay, scale);
        return lake;
    }

    private static DemoLake open(Path dir, Map<String, String> settings) {
        EmbeddedWarehouse warehouse = new EmbeddedWarehouse(dir);
        try {
            warehouse.createFolder();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2");
        LocalFilesWithoutForks.SPARK_SETTINGS.forEach(builder::config);
        builder.config(EXTENSIONS, warehouse.sparkSettings().get(EXTENSIONS));
        SparkSession spark = builder.getOrCreate().newSession();
        warehouse.sparkSettings().entrySet().stream()
                .filter(setting -> !setting.getKey().equals(EXTENSIONS))
                .forEach(setting -> spark.conf().set(setting.getKey(), setting.getValue()));
        settings.forEach(spark.conf()::set);
        return new DemoLake(warehouse, spark);
    }

    Row row(String sql) {
        return rows(sql).get(0);
    }

    List<Row> rows(String sql) {
        return spark.sql(sql).collectAsList();
    }

    /** Changes with any value of any row since that day. */
    String fingerprintSince(LocalDate day, String table) {
        return row("select count(*), bit_xor(h), sum(h & 4294967295) from (select xxhash64(struct(*)) as h from %s where revenue_date >= date'%s')"
                        .formatted(table, day))
                .toString();
    }
}
