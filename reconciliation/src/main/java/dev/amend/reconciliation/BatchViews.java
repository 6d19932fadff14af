package dev.amend.reconciliation;

import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The views that own checks read: {@code old} and {@code new} are a batch's rows on both sides; {@code changes} has a row
 * for each key that is not the same, with {@code class}, {@code rule}, the key's columns, and the rows as structs
 * {@code old} and {@code new}. A table without a key has no {@code changes}.
 */
public final class BatchViews {
    private static final SqlTemplate CHANGES = SqlTemplate.load("changes");

    private final Specification specification;
    private final TargetColumns columns;

    /**
     * Registers the views without rows, so that checks can be analysed before there is a batch.
     *
     * @param target the target's columns
     * @throws dev.amend.specs.AmendException if the specification names a column that is not there
     */
    public static void registerEmpty(SparkSession session, Specification specification, StructType target) {
        Dataset<Row> none = session.createDataFrame(List.of(), target);
        BatchViews views = new BatchViews(specification, TargetColumns.of(specification, target));
        views.register(session, none, none, specification.batches().get(0).range());
    }

    BatchViews(Specification specification, TargetColumns columns) {
        this.specification = specification;
        this.columns = columns;
    }

    /** Replaces the views of an earlier batch. Reads nothing. */
    void register(SparkSession session, BatchInput input) {
        PartitionRange range = input.batch().range();
        register(
                session,
                columns.partitionColumn().rows(TargetTable.at(session, specification, input.baselineSnapshot()), range),
                columns.partitionColumn().rows(newRows(session, input.newRows()), range),
                range);
    }

    private void register(SparkSession session, Dataset<Row> before, Dataset<Row> after, PartitionRange range) {
        before.createOrReplaceTempView("old");
        after.createOrReplaceTempView("new");
        if (columns.isKeyed()) {
            Comparison comparison = new Comparison(specification, columns, List.of());
            session.sql(changes(comparison), comparison.parameters(range)).createOrReplaceTempView("changes");
        }
    }

    private Dataset<Row> newRows(SparkSession session, NewRows newRows) {
        return newRows.fold(
                shadow -> TargetTable.shadowAt(session, specification, shadow.snapshotId()),
                view -> session.table(SqlTemplate.quote(view.name())));
    }

    private String changes(Comparison comparison) {
        return CHANGES.render(Map.of(
                "key", keys("%1$s"),
                "joined_key", keys("coalesce(old.%1$s, new.%1$s) as %1$s"),
                "same_key",
                        columns.key().stream()
                                .map(column -> "old.%1$s = new.%1$s".formatted(column.quoted()))
                                .collect(Collectors.joining(" and ")),
                "rule", comparison.rule(this::nameOfRule, "cast(null as string)"),
                "ordinal", columns.ordinal(),
                "signatures", comparison.signatures(),
                "changed_bits", String.join(", ", comparison.changedBits()),
                "no_bits", comparison.noBits()));
    }

    private String keys(String format) {
        return columns.key().stream()
                .map(column -> format.formatted(column.quoted()))
                .collect(Collectors.joining(", "));
    }

    private String nameOfRule(int position) {
        return "'%s'"
                .formatted(
                        specification.validation().explainedBy().get(position).name());
    }
}
