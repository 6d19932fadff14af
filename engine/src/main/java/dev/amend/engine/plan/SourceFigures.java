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
import java.util.SortedMap;
import java.util.function.ToLongFunction;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/** The amount of a source that each batch reads, from metadata. */
final class SourceFigures {
    private final Source source;
    private final SortedMap<Long, PartitionSize> partitions;
    private final PartitionSize whole;

    private SourceFigures(Source source, SortedMap<Long, PartitionSize> partitions, PartitionSize whole) {
        this.source = source;
        this.partitions = partitions;
        this.whole = whole;
    }

    static SourceFigures of(Source source, Table table, long snapshotId, PartitionRange range) {
        PartitionSize none = new PartitionSize(0, 0, 0, 0);
        return source.partitionKey()
                .map(key -> new TableRange(key, List.of(range.widened(source.lookback(), source.lookahead()))))
                .map(bounded -> new SourceFigures(
                        source, new RangeInspection(table, bounded).partitionFigures(snapshotId), none))
                .orElseGet(
                        () -> new SourceFigures(source, new java.util.TreeMap<>(), whole(table.snapshot(snapshotId))));
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
        return total(batch, PartitionSize::rows);
    }

    long bytes(Batch batch) {
        return total(batch, PartitionSize::bytes);
    }

    private long total(Batch batch, ToLongFunction<PartitionSize> figure) {
        PartitionRange read = batch.range().widened(source.lookback(), source.lookahead());
        return figure.applyAsLong(whole)
                + partitions.subMap(read.start(), read.end()).values().stream()
                        .mapToLong(figure)
                        .sum();
    }
}
