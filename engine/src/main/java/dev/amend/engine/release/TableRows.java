package dev.amend.engine.release;

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

/** The target's rows as Spark reads them, by the fingerprint of each partition. */
record TableRows(Lakehouse lakehouse, Specification specification) implements RowComparison {

    @Override
    public boolean isSame(TableRange range, long snapshotId, long otherSnapshotId) {
        return fingerprints(range.segments(), snapshotId).equals(fingerprints(range.segments(), otherSnapshotId));
    }

    /** By partition; those without rows are left out. */
    SortedMap<Long, Fingerprint> fingerprints(Collection<PartitionRange> segments, long snapshotId) {
        SortedMap<Long, Fingerprint> fingerprints = new TreeMap<>();
        segments.forEach(segment -> fingerprints.putAll(
                PartitionFingerprints.of(lakehouse.newSession(), specification, snapshotId, segment)));
        return fingerprints;
    }
}
