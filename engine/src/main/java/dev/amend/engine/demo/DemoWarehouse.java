package dev.amend.engine.demo;

import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Creates the demo's tables: events of eighteen months, and the revenue that was computed from them with the tax bug. */
public final class DemoWarehouse {
    private final SparkSession spark;
    private final Consumer<String> progress;

    /** @param spark a session that knows the catalog {@code lake} as its default, see {@link EmbeddedWarehouse} */
    public DemoWarehouse(SparkSession spark, Consumer<String> progress) {
        this.spark = spark;
        this.progress = progress;
    }

    /** Creates {@code staging.revenue_events} and {@code finance.daily_revenue}; the same rows each time for the same scale. */
    public void create(DemoScale scale) {
        throw new UnsupportedOperationException("%s %s %s".formatted(scale, spark, progress));
    }
}
