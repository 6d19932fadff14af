package dev.amend.publish;

import dev.amend.publish.range.TableRange;
import org.apache.iceberg.Table;

/** Reads and writes rows of the target, which takes more than metadata. */
public interface RowAccess extends RowComparison {

    /**
     * Overwrites partitions of a branch with the rows that they have: in new files, without deletes.
     *
     * @param table the target, whose own commits are guarded
     */
    void rewrite(Table table, String branch, TableRange partitions);
}
