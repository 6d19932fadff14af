package dev.amend.reconciliation;

import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The target, or the table that holds the shadow, as it was at a snapshot. */
final class TargetTable {
    private TargetTable() {}

    static StructType schema(SparkSession session, Specification specification, long snapshot) {
        return at(session, specification, snapshot).schema();
    }

    static StructType shadowSchema(SparkSession session, Specification specification, long snapshot) {
        return shadowAt(session, specification, snapshot).schema();
    }

    static Dataset<Row> at(SparkSession session, Specification specification, long snapshot) {
        return at(session, specification.target().table(), snapshot);
    }

    static Dataset<Row> shadowAt(SparkSession session, Specification specification, long snapshot) {
        return at(session, specification.shadowTable(), snapshot);
    }

    private static Dataset<Row> at(SparkSession session, TableId table, long snapshot) {
        return session.read().option("versionAsOf", snapshot).table(table.quoted());
    }
}
