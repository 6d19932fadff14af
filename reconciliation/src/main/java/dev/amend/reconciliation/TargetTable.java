package dev.amend.reconciliation;

import dev.amend.specs.Specification;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The target as it was at a snapshot. */
final class TargetTable {
    private TargetTable() {}

    static StructType schema(SparkSession session, Specification specification, long snapshot) {
        return at(session, specification, snapshot).schema();
    }

    static Dataset<Row> at(SparkSession session, Specification specification, long snapshot) {
        return session.read()
                .option("versionAsOf", snapshot)
                .table(specification.target().table().quoted());
    }
}
