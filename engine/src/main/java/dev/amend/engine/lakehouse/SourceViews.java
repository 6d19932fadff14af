package dev.amend.engine.lakehouse;

import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * The sources as a transform sees them: views named after the sources, each at its pinned snapshot and limited to the
 * batch's partitions.
 */
public final class SourceViews {
    private final List<Source> sources;
    private final Map<String, Pin> pins;

    /** @param pins the pin of each source, by the source's name */
    public SourceViews(List<Source> sources, Map<String, Pin> pins) {
        this.sources = List.copyOf(sources);
        this.pins = Map.copyOf(pins);
    }

    /** Registers the views for one batch, in place of those of the previous batch. */
    public void register(SparkSession session, PartitionRange batch, JobScale scale) {
        for (Source source : sources) {
            scale.scan(rows(session, source, batch)).createOrReplaceTempView(source.name());
        }
    }

    /** Registers the same rows in another order and number of tasks; only results that depend on these change. */
    public void registerRearranged(SparkSession session, PartitionRange batch, int tasks) {
        for (Source source : sources) {
            rows(session, source, batch).repartition(tasks).createOrReplaceTempView(source.name());
        }
    }

    /** The rows of one source that a batch sees. */
    public Dataset<Row> rows(SparkSession session, Source source, PartitionRange batch) {
        return bounded(source, pinned(session, source), batch);
    }

    /** Registers the views with their columns but without rows, for analysis. */
    public void registerSchemas(SparkSession session) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
        for (Source source : sources) {
            session.createDataFrame(
                            context.<Row>emptyRDD(), pinned(session, source).schema())
                    .createOrReplaceTempView(source.name());
        }
    }

    private Dataset<Row> pinned(SparkSession session, Source source) {
        Pin pin = pins.get(source.name());
        if (pin == null) {
            throw new IllegalStateException("Source '%s' has no pin".formatted(source.name()));
        }
        return pin.schemaId()
                .map(schema -> TableHistory.of(session, source.table(), schema))
                .orElseGet(() -> TableHistory.of(session, source.table()))
                .at(pin.snapshotId());
    }

    private static Dataset<Row> bounded(Source source, Dataset<Row> rows, PartitionRange batch) {
        return source.partitionKey()
                .map(key -> rows.where(column(source, key, rows, batch.unit())
                        .condition(batch.widened(source.lookback(), source.lookahead()))))
                .orElse(rows);
    }

    private static PartitionColumn column(Source source, String key, Dataset<Row> rows, PartitionUnit unit) {
        StructField field = Arrays.stream(rows.schema().fields())
                .filter(candidate -> candidate.name().equalsIgnoreCase(key))
                .findFirst()
                .orElseThrow(() -> LakehouseCode.noSuchColumn(source.name(), source.table(), key));
        return PartitionKeys.require(
                field.name(), field.dataType(), unit, "sources.%s.partition_key".formatted(source.name()));
    }
}
