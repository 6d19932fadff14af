package dev.amend.publish;

import dev.amend.publish.range.PartitionFigures;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeInspection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataOperations;

/**
 * Tells whether files of a range were only rewritten, as far as metadata can prove it: only {@code replace} commits, no
 * delete file on either side, and as many rows in each partition as before.
 */
record Compaction(RangeInspection range) {

    boolean isAll(List<RangeChange> changes, long before, long after) {
        return changes.stream().allMatch(change -> DataOperations.REPLACE.equals(change.operation()))
                && range.straddlingFiles(before).isEmpty()
                && range.straddlingFiles(after).isEmpty()
                && rows(before).equals(rows(after))
                && !hasDeletes(before)
                && !hasDeletes(after);
    }

    private Map<Long, Long> rows(long snapshotId) {
        Map<Long, Long> rows = new TreeMap<>();
        range.partitionFigures(snapshotId).forEach((partition, figures) -> rows.put(partition, figures.rows()));
        return rows;
    }

    private boolean hasDeletes(long snapshotId) {
        return range.partitionFigures(snapshotId).values().stream().anyMatch(Compaction::isWithDeletes);
    }

    private static boolean isWithDeletes(PartitionFigures figures) {
        return figures.deleteFiles() > 0;
    }
}
