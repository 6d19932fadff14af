package dev.amend.publish.branch;

import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.iceberg.DataOperations;

/**
 * Tells whether files of a range were only rewritten. The operation {@code replace} does not prove it: the rows of each
 * touched partition must be the same before and after.
 */
public record Compaction(TableRange range, RangeInspection inspection, RowComparison rows) {

    /**
     * The row changes in the range after one snapshot, up to another, oldest first; none if only files were rewritten.
     */
    public List<RangeChange> otherChanges(long before, long after) {
        if (inspection.isSame(before, after)) {
            return List.of();
        }
        List<RangeChange> changes = inspection.changes(before, after);
        return isAll(changes, before, after) ? List.of() : changes;
    }

    /** @param changes the changes of the range between the two snapshots, at least one */
    boolean isAll(List<RangeChange> changes, long before, long after) {
        return changes.stream().allMatch(Compaction::mayBeRewrite)
                && inspection.straddlingFiles(before).isEmpty()
                && inspection.straddlingFiles(after).isEmpty()
                && rows.isSame(range.only(partitions(changes)), before, after);
    }

    /** The operation of a snapshot that others expired is unknown, so the rows must be compared. */
    private static boolean mayBeRewrite(RangeChange change) {
        return DataOperations.REPLACE.equals(change.operation()) || RangeChange.UNKNOWN.equals(change.operation());
    }

    private static SortedSet<Long> partitions(List<RangeChange> changes) {
        SortedSet<Long> partitions = new TreeSet<>();
        changes.forEach(change -> partitions.addAll(change.partitions()));
        return partitions;
    }
}
