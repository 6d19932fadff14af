package dev.amend.reconciliation.input;

import dev.amend.reconciliation.sql.ReconciliationError;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** The target, or the table that holds the shadow, at a snapshot. */
public final class TargetTable {
    private TargetTable() {}

    /** The columns at a snapshot, with their field ids. */
    public static Schema schema(SparkSession session, Specification specification, long snapshot) {
        return schema(session, specification.target().table(), snapshot);
    }

    public static Schema shadowSchema(SparkSession session, Specification specification, long snapshot) {
        return schema(session, specification.shadowTable(), snapshot);
    }

    private static Schema schema(SparkSession session, TableId id, long snapshotId) {
        Table table = load(session, id);
        Snapshot snapshot = table.snapshot(snapshotId);
        if (snapshot == null) {
            throw ReconciliationError.snapshotMissing(id.toString(), snapshotId);
        }
        Schema known = snapshot.schemaId() == null ? null : table.schemas().get(snapshot.schemaId());
        return known == null ? table.schema() : known;
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

    public static Dataset<Row> at(SparkSession session, Specification specification, long snapshot) {
        return at(session, specification.target().table(), snapshot);
    }

    public static Dataset<Row> shadowAt(SparkSession session, Specification specification, long snapshot) {
        return at(session, specification.shadowTable(), snapshot);
    }

    private static Dataset<Row> at(SparkSession session, TableId table, long snapshot) {
        return session.read().option("versionAsOf", snapshot).table(table.quoted());
    }
}
