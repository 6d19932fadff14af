package dev.amend.reconciliation.input;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Fingerprints for comparing partitions without comparing their rows. Volatile columns are left out. */
public final class PartitionFingerprints {
    private PartitionFingerprints() {}

    /** The fingerprint of each partition of the target that has rows at that snapshot, by ordinal. */
    public static SortedMap<Long, Fingerprint> of(
            SparkSession session, Specification specification, long snapshotId, PartitionRange range) {
        return of(TableHistory.ofTarget(session, specification).at(snapshotId), specification, range);
    }

    /** The same for the table that holds the shadow. */
    public static SortedMap<Long, Fingerprint> ofShadow(
            SparkSession session, Specification specification, long snapshotId, PartitionRange range) {
        return of(TableHistory.ofShadow(session, specification).at(snapshotId), specification, range);
    }

    private static SortedMap<Long, Fingerprint> of(
            Dataset<Row> rows, Specification specification, PartitionRange range) {
        return of(
                TargetColumns.of(specification, rows.schema()).partitionColumn().rows(rows, range), specification);
    }

    /** The same for rows that are not in the target, such as those of a trial run; they have the target's columns. */
    public static SortedMap<Long, Fingerprint> of(Dataset<Row> rows, Specification specification) {
        TargetColumns columns = TargetColumns.of(specification, rows.schema());
        return collect(rows.select(
                        expr(columns.ordinal()).as("amend_p"),
                        expr(columns.rowHash()).as("amend_h"))
                .groupBy("amend_p")
                .agg(count(lit(1)), expr("bit_xor(amend_h)"), expr("sum(amend_h & 4294967295L)")));
    }

    private static SortedMap<Long, Fingerprint> collect(Dataset<Row> fingerprints) {
        SortedMap<Long, Fingerprint> byPartition = new TreeMap<>();
        for (Row row : fingerprints.collectAsList()) {
            byPartition.put(row.getLong(0), new Fingerprint(row.getLong(1), row.getLong(2), row.getLong(3)));
        }
        return byPartition;
    }
}
