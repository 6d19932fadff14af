package dev.amend.engine.mode;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.publish.RowComparison;
import dev.amend.publish.range.TableRange;
import dev.amend.reconciliation.Fingerprint;
import dev.amend.reconciliation.PartitionFingerprints;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** The rows of a table as Spark reads them, by the fingerprint of each partition. */
public final class TableRows implements RowComparison {
    private final Lakehouse lakehouse;
    private final Specification specification;
    private final Reader reader;

    /** How one partition after the other is read. */
    private interface Reader {
        SortedMap<Long, Fingerprint> read(
                SparkSession session, Specification specification, long snapshotId, PartitionRange range);
    }

    private TableRows(Lakehouse lakehouse, Specification specification, Reader reader) {
        this.lakehouse = lakehouse;
        this.specification = specification;
        this.reader = reader;
    }

    public static TableRows ofTarget(Lakehouse lakehouse, Specification specification) {
        return new TableRows(lakehouse, specification, PartitionFingerprints::of);
    }

    /** Of the table that has the shadow, be it the target. */
    public static TableRows ofShadow(Lakehouse lakehouse, Specification specification) {
        return new TableRows(lakehouse, specification, PartitionFingerprints::ofShadow);
    }

    @Override
    public boolean isSame(TableRange range, long snapshotId, long otherSnapshotId) {
        return fingerprints(range.segments(), snapshotId).equals(fingerprints(range.segments(), otherSnapshotId));
    }

    /** By partition; those without rows are left out. */
    public SortedMap<Long, Fingerprint> fingerprints(Collection<PartitionRange> segments, long snapshotId) {
        SparkSession session = lakehouse.newSession();
        SortedMap<Long, Fingerprint> fingerprints = new TreeMap<>();
        segments.forEach(segment -> fingerprints.putAll(reader.read(session, specification, snapshotId, segment)));
        return fingerprints;
    }
}
