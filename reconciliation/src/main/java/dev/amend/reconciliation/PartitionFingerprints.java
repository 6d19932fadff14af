package dev.amend.reconciliation;

import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Tells whether partitions hold the same rows without comparing them one by one. Volatile columns are left out. */
public final class PartitionFingerprints {
    private PartitionFingerprints() {}

    /** The fingerprint of each partition of the target that has rows at that snapshot, by ordinal. */
    public static SortedMap<Long, Fingerprint> of(
            SparkSession session, Specification specification, long snapshotId, PartitionRange range) {
        return new java.util.TreeMap<>();
    }

    /** The same for rows that are not in the target, such as a trial run's; they have the target's columns. */
    public static SortedMap<Long, Fingerprint> of(Dataset<Row> rows, Specification specification) {
        return new java.util.TreeMap<>();
    }
}
