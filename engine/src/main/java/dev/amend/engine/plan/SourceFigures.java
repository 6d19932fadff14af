package dev.amend.engine.plan;

import dev.amend.publish.range.PartitionSize;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * The amount of a source that each batch reads, from metadata: the files that may hold rows of its partitions, each as a
 * whole. A source is only read, so its files need not end where partitions do.
 */
final class SourceFigures {
    private final Function<Batch, PartitionSize> read;

    private SourceFigures(Function<Batch, PartitionSize> read) {
        this.read = read;
    }

    static SourceFigures of(Source source, Table table, long snapshotId, PartitionRange range) {
        Optional<RangeInspection> bounded = source.partitionKey()
                .map(key -> new TableRange(key, List.of(widened(range, source))))
                .map(wanted -> new RangeInspection(table, wanted));
        if (bounded.isPresent()) {
            return new SourceFigures(batch -> bounded.get().sizeOfReading(snapshotId, widened(batch.range(), source)));
        }
        PartitionSize whole = whole(table.snapshot(snapshotId));
        return new SourceFigures(batch -> whole);
    }

    private static PartitionRange widened(PartitionRange range, Source source) {
        return range.widened(source.lookback(), source.lookahead());
    }

    private static PartitionSize whole(Snapshot snapshot) {
        Map<String, String> summary = Optional.ofNullable(snapshot.summary()).orElse(Map.of());
        return new PartitionSize(
                Long.parseLong(summary.getOrDefault(SnapshotSummary.TOTAL_RECORDS_PROP, "0")),
                Long.parseLong(summary.getOrDefault(SnapshotSummary.TOTAL_FILE_SIZE_PROP, "0")),
                0,
                0);
    }

    long rows(Batch batch) {
        return read.apply(batch).rows();
    }

    long bytes(Batch batch) {
        return read.apply(batch).bytes();
    }
}
