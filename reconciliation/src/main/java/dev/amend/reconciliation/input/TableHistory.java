package dev.amend.reconciliation.input;

import dev.amend.reconciliation.sql.ReconciliationError;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;

/**
 * A table whose snapshots are read with the columns of one schema, usually the table's columns of today. Iceberg alone
 * reads a snapshot with the columns that the table had when it was committed: a column that was added, renamed or
 * dropped since would be missed.
 */
public final class TableHistory {
    private final SparkSession session;
    private final TableId id;
    private final Table table;
    private final Schema schema;

    private TableHistory(SparkSession session, TableId id, Table table, Schema schema) {
        this.session = session;
        this.id = id;
        this.table = table;
        this.schema = schema;
    }

    /** The target, with its columns of today. */
    public static TableHistory ofTarget(SparkSession session, Specification specification) {
        return of(session, specification.target().table());
    }

    /** The table that has the shadow, with its columns of today. */
    public static TableHistory ofShadow(SparkSession session, Specification specification) {
        return of(session, specification.shadowTable());
    }

    /** A table with its columns of today. */
    public static TableHistory of(SparkSession session, TableId id) {
        Table table = load(session, id);
        return new TableHistory(session, id, table, table.schema());
    }

    /** A table with the columns of one of its schemas; those of today if the table does not have that schema any more. */
    public static TableHistory of(SparkSession session, TableId id, int schemaId) {
        Table table = load(session, id);
        Schema known = table.schemas().get(schemaId);
        return new TableHistory(session, id, table, known == null ? table.schema() : known);
    }

    private static Table load(SparkSession session, TableId id) {
        try {
            Table table = Spark3Util.loadIcebergTable(session, id.quoted());
            table.refresh();
            return table;
        } catch (NoSuchTableException | ParseException e) {
            throw new IllegalStateException("Cannot load table " + id, e);
        }
    }

    /** The columns, with their field ids. */
    public Schema schema() {
        return schema;
    }

    /**
     * The value of a column in rows that were written before it was added, as SQL.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public String valueBefore(String column) {
        NestedField field = schema.findField(column);
        if (field == null) {
            throw new IllegalArgumentException("%s has no column '%s'".formatted(id, column));
        }
        return SchemaProjection.missing(field);
    }

    /**
     * The rows of a snapshot.
     *
     * @throws dev.amend.specs.error.AmendException if the table does not have the snapshot any more
     */
    public Dataset<Row> at(long snapshotId) {
        Optional<List<String>> projection = projection(snapshotId);
        Dataset<Row> rows = session.read().option("versionAsOf", snapshotId).table(id.quoted());
        return projection
                .map(columns -> rows.selectExpr(columns.toArray(String[]::new)))
                .orElse(rows);
    }

    /**
     * The rows of a snapshot, as the text after {@code from}.
     *
     * @throws dev.amend.specs.error.AmendException if the table does not have the snapshot any more
     */
    public String relationAt(long snapshotId) {
        String relation = "%s version as of %d".formatted(id.quoted(), snapshotId);
        return projection(snapshotId)
                .map(columns -> "(select %s from %s)".formatted(String.join(", ", columns), relation))
                .orElse(relation);
    }

    private Optional<List<String>> projection(long snapshotId) {
        return SchemaProjection.between(schemaOf(existing(snapshotId)), schema);
    }

    private Schema schemaOf(Snapshot snapshot) {
        Schema known = snapshot.schemaId() == null ? null : table.schemas().get(snapshot.schemaId());
        return known == null ? table.schema() : known;
    }

    private Snapshot existing(long snapshotId) {
        Snapshot snapshot = table.snapshot(snapshotId);
        if (snapshot == null) {
            throw ReconciliationError.snapshotMissing(id.toString(), snapshotId);
        }
        return snapshot;
    }
}
