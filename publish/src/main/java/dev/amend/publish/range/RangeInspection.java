package dev.amend.publish.range;

import java.util.List;
import java.util.SortedMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** What a table's metadata says of a range of it, without reading data. Refresh the table first. */
@SuppressWarnings("DoNotCallSuggester") // goes with the working parts
public final class RangeInspection {
    private final Table table;
    private final TableRange range;

    public RangeInspection(Table table, TableRange range) {
        this.table = table;
        this.range = range;
    }

    /**
     * Figures of each partition of the range that has files.
     *
     * @throws dev.amend.specs.AmendException if a file's partition can't be told, or it is in several
     */
    public SortedMap<Long, PartitionFigures> partitionFigures(long snapshotId) {
        throw new UnsupportedOperationException(table + " " + range + snapshotId);
    }

    /** The files that touch the range and are not wholly inside of one of its partitions. */
    public List<StraddlingFile> straddlingFiles(long snapshotId) {
        throw new UnsupportedOperationException(table + " " + range + snapshotId);
    }

    /** @throws dev.amend.specs.AmendException if there are straddling files, naming them */
    public void requireNoStraddlingFiles(long snapshotId) {
        throw new UnsupportedOperationException(table + " " + range + snapshotId);
    }

    /** SHA-256 over the sorted files of the range: path, partition spec, attached deletes. */
    public String fingerprint(long snapshotId) {
        throw new UnsupportedOperationException(table + " " + range + snapshotId);
    }

    /** The data files of the range, with their statistics. */
    public List<DataFile> dataFiles(long snapshotId) {
        throw new UnsupportedOperationException(table + " " + range + snapshotId);
    }

    /**
     * Who changed which partitions of the range after one snapshot, up to another, oldest first. Where snapshots in
     * between are expired, a last change of unknown origin has the partitions whose files differ.
     */
    public List<RangeChange> changes(long fromSnapshotId, long toSnapshotId) {
        throw new UnsupportedOperationException(table + " " + range + fromSnapshotId + toSnapshotId);
    }
}
