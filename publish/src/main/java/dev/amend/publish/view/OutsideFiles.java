package dev.amend.publish.view;

import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;

/** The files of a table that have rows outside a range. */
record OutsideFiles(Table table, TableRange range) {

    List<RangeFile> at(long snapshotId) {
        return new RangeInspection(table, range).filesOutside(snapshotId);
    }

    /** The partitions of these files, in the table's notation. */
    List<String> partitionsAt(long snapshotId) {
        return at(snapshotId).stream().map(this::partition).distinct().sorted().toList();
    }

    private String partition(RangeFile file) {
        PartitionSpec spec =
                Objects.requireNonNull(table.specs().get(file.file().specId()));
        return spec.isUnpartitioned()
                ? file.path()
                : spec.partitionToPath(file.file().partition());
    }
}
