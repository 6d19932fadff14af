package dev.amend.publish;

import dev.amend.publish.range.TableRange;

/** Reads rows, which is what metadata alone can't prove a compaction with. */
public interface RowComparison {

    /** Whether two snapshots have the same rows in a range, each as often, in whatever files. */
    boolean isSame(TableRange range, long snapshotId, long otherSnapshotId);
}
