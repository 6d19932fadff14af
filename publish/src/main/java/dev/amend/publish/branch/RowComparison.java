package dev.amend.publish.branch;

import dev.amend.publish.range.TableRange;

/** Reads rows to prove a compaction where metadata alone can't. */
public interface RowComparison {

    /** Returns whether two snapshots have the same rows in a range, including duplicates, in any files. */
    boolean isSame(TableRange range, long snapshotId, long otherSnapshotId);
}
