package dev.amend.publish.branch;

import dev.amend.publish.range.TableRange;
import org.apache.iceberg.Table;

/** Reads and writes rows of the target, for work that needs more than metadata. */
public interface RowAccess extends RowComparison {

    /**
     * Overwrites partitions of a branch with their own rows, in new files without deletes.
     *
     * @param table the target; its commits are guarded
     */
    void rewrite(Table table, String branch, TableRange partitions);
}
