package dev.amend.engine.lakehouse;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Starts Spark as spark-submit configured it, or embedded in this process with the settings of amend.yaml. */
public final class SparkRuntime {
    /** The settings of a small, quiet embedded Spark, fair to batches in flight; amend.yaml may override them. */
    static final Map<String, String> EMBEDDED = Map.of(
            "spark.master", "local[*]",
            "spark.app.name", "amend",
            "spark.ui.enabled", "false",
            "spark.scheduler.mode", "FAIR",
            "spark.sql.shuffle.partitions", "4",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.driver.host", "127.0.0.1",
            "spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");

    /**
     * Set to false, because Spark 4 otherwise gives each session its own class loader, and compiles every query again
     * for each batch in flight.
     */
    private static final String ONE_CLASS_LOADER = "spark.sql.artifact.isolation.enabled";

    private SparkRuntime() {}

    /** Starts Spark, or returns the existing session. */
    public static SparkSession start(Map<String, String> settings) {
        // Twice, because Spark's first logger may load another logging configuration
        MaskedLog.install();
        SparkSession session = started(settings);
        MaskedLog.install();
        return session;
    }

    private static SparkSession started(Map<String, String> settings) {
        SparkSession.Builder builder = SparkSession.builder();
        if (!startedBySparkSubmit()) {
            EMBEDDED.forEach(builder::config);
            LocalFilesWithoutForks.SPARK_SETTINGS.forEach(builder::config);
            settings.forEach(builder::config);
        }

        if (startedBySparkSubmit()) {
            LongMethods.settings(submitted()).forEach(builder::config);
        }
        UncachedCatalogs.settings(startedBySparkSubmit() ? submitted() : settings)
                .forEach(builder::config);
        FixedSettings.ALL.forEach(builder::config);
        return builder.config(ONE_CLASS_LOADER, "false").getOrCreate();
    }

    private static Map<String, String> submitted() {
        return Arrays.stream(new SparkConf().getAll()).collect(Collectors.toMap(Tuple2::_1, Tuple2::_2));
    }

    /** Returns whether spark-submit started this process: it passes every setting as a system property. */
    public static boolean startedBySparkSubmit() {
        return new SparkConf().contains("spark.submit.deployMode") || new SparkConf().contains("spark.master");
    }
}
