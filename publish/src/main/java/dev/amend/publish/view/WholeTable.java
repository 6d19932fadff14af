package dev.amend.publish.view;

import dev.amend.publish.branch.Compaction;
import dev.amend.publish.branch.RowComparison;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** A table that is replaced as a whole: any change counts, inside the range or not. Refresh it first. */
record WholeTable(Table table, TableRange range, RowComparison rows) {

    long head() {
        return table.currentSnapshot().snapshotId();
    }

    /** The files that have rows outside the range. */
    List<RangeFile> outside(long snapshotId) {
        return new OutsideFiles(table, range).at(snapshotId);
    }

    /** The changes between two snapshots; empty if nobody changed the table, or files were only rewritten. */
    List<RangeChange> changes(long from, long to) {
        if (from == to) {
            return List.of();
        }
        List<RangeChange> changes = new ArrayList<>(inside(from, to));
        if (!RangeFile.lines(outside(from)).equals(RangeFile.lines(outside(to)))) {
            changes.addAll(outside(from, to, changes));
        }
        return changes;
    }

    private List<RangeChange> inside(long from, long to) {
        return new Compaction(range, new RangeInspection(table, range), rows).otherChanges(from, to);
    }

    private List<RangeChange> outside(long from, long to, List<RangeChange> known) {
        Set<Long> named = known.stream()
                .flatMap(change -> change.snapshotId().stream().boxed())
                .collect(Collectors.toSet());
        List<RangeChange> others = new ArrayList<>();
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(to, table::snapshot)) {
            if (snapshot.snapshotId() == from) {
                break;
            }
            if (!named.contains(snapshot.snapshotId()) && !DataOperations.REPLACE.equals(snapshot.operation())) {
                others.add(new RangeChange(
                        OptionalLong.of(snapshot.snapshotId()),
                        Optional.of(Instant.ofEpochMilli(snapshot.timestampMillis())),
                        snapshot.operation(),
                        snapshot.summary().getOrDefault("engine-name", RangeChange.UNKNOWN),
                        new TreeSet<>()));
            }
        }
        Collections.reverse(others);
        return others;
    }
}
