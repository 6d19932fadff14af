package dev.amend.engine.lakehouse;

import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.reconciliation.query.ReadableRelations;
import dev.amend.reconciliation.sql.GuardedQueries;
import dev.amend.specs.Batch;
import dev.amend.specs.Source;
import dev.amend.specs.Specification;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The transform as it is run: the specification's query, the target's columns in their order, and a guard. The guard
 * fails the job before its commit if a row falls outside the batch, where it would land in another batch's partition.
 */
public final class TransformQuery {
    private final Specification specification;
    private final List<String> selected;
    private final PartitionColumn partitionColumn;
    private final Instant startedAt;

    /** @param startedAt the start of the backfill: the same for all batches and retries */
    public TransformQuery(Specification specification, TargetSchema target, Instant startedAt) {
        this.specification = specification;
        this.selected = target.selected();
        this.partitionColumn = target.partitionColumn();
        this.startedAt = startedAt;
    }

    /** The SQL text of the query, with its named parameters. */
    public String sql(Batch batch) {
        return """
                SELECT %s FROM (
                %s
                )
                WHERE if(%s, true, cast(raise_error('AMEND_ROW_OUTSIDE_BATCH: the transform returned a row outside %s') AS boolean))""".formatted(
                        String.join(", ", selected),
                        specification.transform().sql(),
                        partitionColumn.boundCondition("guard_from", "guard_until"),
                        batch);
    }

    /** The named parameters of a batch. */
    public Map<String, Object> parameters(Batch batch) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("guard_from", partitionColumn.bound(batch.range().start()));
        parameters.put("guard_until", partitionColumn.bound(batch.range().end()));
        parameters.put("batch_start", partitionColumn.first(batch.range()));
        parameters.put("batch_end", partitionColumn.last(batch.range()));
        parameters.put("started_at", startedAt);
        parameters.put("issue", specification.issue());
        parameters.put("backfill_id", specification.id().value());
        return parameters;
    }

    /** The rows to write for a batch. */
    public Dataset<Row> rows(SparkSession session, Batch batch) {
        return new GuardedQueries(session)
                .checked(
                        specification.transform().origin(),
                        specification.transform().sql(),
                        session.sql(sql(batch), parameters(batch)),
                        sources(specification));
    }

    /** The relations that a transform may read. */
    public static ReadableRelations sources(Specification specification) {
        return ReadableRelations.views(
                specification.sources().stream().map(Source::name).toList(),
                "not a declared source, so that it would be neither pinned nor bounded");
    }
}
