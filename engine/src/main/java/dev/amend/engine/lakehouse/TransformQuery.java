package dev.amend.engine.lakehouse;

import dev.amend.specs.Batch;
import dev.amend.specs.Specification;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The transform as it really runs: the specification's query, the target's columns in their order, and a guard that
 * fails the job before its commit if a row falls outside the batch, where it would land in a neighbour's partition.
 */
public final class TransformQuery {
    private final Specification specification;
    private final List<String> columns;
    private final PartitionColumn partitionColumn;
    private final Instant startedAt;

    /** @param startedAt the moment of the backfill: the same for all batches and retries */
    public TransformQuery(
            Specification specification, List<String> columns, PartitionColumn partitionColumn, Instant startedAt) {
        this.specification = specification;
        this.columns = List.copyOf(columns);
        this.partitionColumn = partitionColumn;
        this.startedAt = startedAt;
    }

    /** The query in words of SQL, with its named parameters. */
    public String sql(Batch batch) {
        String selected = columns.stream().map(column -> "`" + column + "`").collect(Collectors.joining(", "));
        return """
                SELECT %s FROM (
                %s
                )
                WHERE if(%s, true, cast(raise_error('AMEND_ROW_OUTSIDE_BATCH: the transform returned a row outside %s') AS boolean))""".formatted(
                        selected,
                        specification.transform().sql(),
                        partitionColumn.boundCondition("guard_from", "guard_until"),
                        batch);
    }

    /** The named parameters of a batch. */
    public Map<String, Object> parameters(Batch batch) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put(
                "guard_from",
                partitionColumn.bound(batch.range().unit(), batch.range().start()));
        parameters.put(
                "guard_until",
                partitionColumn.bound(batch.range().unit(), batch.range().end()));
        parameters.put("batch_start", partitionColumn.first(batch.range()));
        parameters.put("batch_end", partitionColumn.last(batch.range()));
        parameters.put("started_at", startedAt);
        parameters.put("issue", specification.issue());
        parameters.put("backfill_id", specification.id().value());
        return parameters;
    }

    /** The rows of a batch, to be written. */
    public Dataset<Row> rows(SparkSession session, Batch batch) {
        return session.sql(sql(batch), parameters(batch));
    }
}
