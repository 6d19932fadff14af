package dev.amend.publish;

import dev.amend.publish.range.TableRange;

/** Reads and writes rows of the target, which takes more than metadata. */
public interface RowAccess extends RowComparison {

    /** Overwrites partitions of a branch with the rows that they have: in new files, without deletes. */
    void rewrite(TableRange partitions, String branch);
}
