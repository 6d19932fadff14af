package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.reconciliation.input.Sides;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.pairs.Comparison;
import dev.amend.reconciliation.query.ReadableRelations;
import dev.amend.reconciliation.sql.SqlTemplate;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import dev.amend.specs.text.Identifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The views that own checks read: {@code old} and {@code new} are a batch's rows on both sides; {@code changes} has a
 * row for each key that is not the same, with {@code class}, {@code rule}, the key's columns, and the rows as structs
 * {@code old} and {@code new}. For a duplicate key, the structs are one of its rows on each side: rows are never
 * multiplied. A table without a key has no {@code changes}.
 */
public final class BatchViews {
    /** The relations that own checks may read. */
    public static final ReadableRelations READABLE =
            ReadableRelations.views(List.of("old", "new", "changes"), "not one of the views old, new and changes");

    private static final SqlTemplate CHANGES = SqlTemplate.load("changes");
    private static final SqlTemplate ROW_OF_KEY = SqlTemplate.load("row_of_key");

    private final Specification specification;
    private final TargetColumns columns;

    /**
     * Registers the views without rows, so that checks can be analysed before a batch exists.
     *
     * @param target the target's columns
     * @throws dev.amend.specs.error.AmendException if the specification names a column that does not exist
     */
    public static void registerEmpty(SparkSession session, Specification specification, StructType target) {
        Dataset<Row> none = session.createDataFrame(List.of(), target);
        BatchViews views = new BatchViews(specification, TargetColumns.of(specification, target));
        views.register(
                session, none, none, List.of(specification.batches().get(0).range()));
    }

    /**
     * Registers the views for many batches at once, so that a person can query everything that was compared.
     *
     * @param shadow the snapshot of the table that has the shadow
     * @param batches the parts of the range that were built
     * @throws dev.amend.specs.error.AmendException if one of the snapshots does not exist any more
     */
    public static void registerAll(
            SparkSession session,
            Specification specification,
            long baseline,
            long shadow,
            Collection<PartitionRange> batches) {
        TargetColumns columns =
                Sides.of(session, specification, new NewRows.InShadow(shadow)).columns();
        new BatchViews(specification, columns)
                .register(
                        session,
                        TableHistory.ofTarget(session, specification).at(baseline),
                        TableHistory.ofShadow(session, specification).at(shadow),
                        batches);
    }

    public BatchViews(Specification specification, TargetColumns columns) {
        this.specification = specification;
        this.columns = columns;
    }

    /** Replaces the views of an earlier batch, without reading data. */
    public void register(SparkSession session, BatchInput input) {
        register(
                session,
                TableHistory.ofTarget(session, specification).at(input.baselineSnapshot()),
                newRows(session, input.newRows()),
                List.of(input.batch().range()));
    }

    /** Registers the views for two sides of any origin that have the target's columns. */
    public void register(
            SparkSession session, Dataset<Row> before, Dataset<Row> after, Collection<PartitionRange> batches) {
        PartitionColumn partition = columns.partitionColumn();
        partition.rows(before, batches).createOrReplaceTempView("old");
        partition.rows(after, batches).createOrReplaceTempView("new");
        if (columns.isKeyed()) {
            Comparison comparison = new Comparison(specification, columns, List.of());
            session.sql(changes(comparison), comparison.tolerances()).createOrReplaceTempView("changes");
        }
    }

    private Dataset<Row> newRows(SparkSession session, NewRows newRows) {
        return newRows.fold(
                shadow -> TableHistory.ofShadow(session, specification).at(shadow.snapshotId()),
                view -> session.table(Identifier.quoted(view.name())));
    }

    private String changes(Comparison comparison) {
        return CHANGES.render(Map.of(
                "key", keys("%1$s"),
                "joined_key", keys("coalesce(old.%1$s, new.%1$s) as %1$s"),
                "same_key", comparison.sameKey(),
                "rule", comparison.rule(this::nameOfRule, "cast(null as string)"),
                "old_rows", rowOfKey(comparison, "old"),
                "new_rows", rowOfKey(comparison, "new"),
                "changed_bits", String.join(", ", comparison.changedBits()),
                "no_bits", comparison.noBits()));
    }

    private String rowOfKey(Comparison comparison, String view) {
        return ROW_OF_KEY.render(Map.of(
                "view", view,
                "group_by", String.join(", ", comparison.groupedBy()),
                "no_key", comparison.nullKey(),
                "row_hash", columns.rowHashOfSignatures(),
                "ordinal", columns.ordinal(),
                "cell", comparison.cellColumn(),
                "signatures", comparison.signatures()));
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
