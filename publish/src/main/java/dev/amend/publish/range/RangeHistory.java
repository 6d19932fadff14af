package dev.amend.publish.range;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** Reads from the snapshots between two points which commits touched which partitions of a range. */
final class RangeHistory {
    private static final List<String> APPLICATION_KEYS =
            List.of("spark.app.id", "app-id", "flink.job-id", "trino_query_id");

    private final Table table;
    private final TableRange range;
    private final PartitionLocator locator;
    private final LongFunction<List<RangeFile>> filesAt;

    RangeHistory(Table table, TableRange range, PartitionLocator locator, LongFunction<List<RangeFile>> filesAt) {
        this.table = table;
        this.range = range;
        this.locator = locator;
        this.filesAt = filesAt;
    }

    List<RangeChange> changes(long fromSnapshotId, long toSnapshotId) {
        Snapshot from = existing(fromSnapshotId);
        existing(toSnapshotId);
        List<Snapshot> newestFirst = new ArrayList<>();

        for (Snapshot ancestor : SnapshotUtil.ancestorsOf(toSnapshotId, table::snapshot)) {
            if (ancestor.snapshotId() == fromSnapshotId) {
                return changesOf(newestFirst);
            }
            if (isOlder(ancestor, from)) {
                break;
            }
            newestFirst.add(ancestor);
        }

        List<RangeChange> changes = new ArrayList<>(differenceOfFiles(fromSnapshotId, toSnapshotId));
        changes.addAll(changesOf(newestFirst));
        return List.copyOf(changes);
    }

    private Snapshot existing(long snapshotId) {
        Snapshot snapshot = table.snapshot(snapshotId);
        if (snapshot == null) {
            throw RangeError.snapshotMissing(table.name(), snapshotId);
        }
        return snapshot;
    }

    /** Format 1 has no sequence numbers: the timestamps are compared instead. */
    private static boolean isOlder(Snapshot snapshot, Snapshot than) {
        return snapshot.sequenceNumber() == than.sequenceNumber()
                ? snapshot.timestampMillis() < than.timestampMillis()
                : snapshot.sequenceNumber() < than.sequenceNumber();
    }

    private List<RangeChange> changesOf(List<Snapshot> newestFirst) {
        List<Snapshot> oldestFirst = new ArrayList<>(newestFirst);
        Collections.reverse(oldestFirst);
        return oldestFirst.stream()
                .map(this::changeOf)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<RangeChange> changeOf(Snapshot snapshot) {
        SnapshotChanges changes =
                SnapshotChanges.builderFor(table).snapshot(snapshot).build();
        SortedSet<Long> partitions = new TreeSet<>();
        changes.addedDataFiles().forEach(file -> addPartitions(file, partitions));
        changes.removedDataFiles().forEach(file -> addPartitions(file, partitions));
        changes.addedDeleteFiles().forEach(file -> addPartitions(file, partitions));
        changes.removedDeleteFiles().forEach(file -> addPartitions(file, partitions));

        if (partitions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RangeChange(
                OptionalLong.of(snapshot.snapshotId()),
                Optional.of(Instant.ofEpochMilli(snapshot.timestampMillis())),
                snapshot.operation(),
                engineOf(snapshot.summary()),
                partitions));
    }

    /** A file that can't be located may have rows in any partition, such as an equality delete for the whole table. */
    private void addPartitions(ContentFile<?> file, Set<Long> partitions) {
        Span span = locator.locate(file).orElse(new Span(Long.MIN_VALUE, Long.MAX_VALUE));
        span.within(range).forEach(partitions::add);
    }

    private static String engineOf(Map<String, String> summary) {
        String engine = summary.getOrDefault("engine-name", RangeChange.UNKNOWN);
        return APPLICATION_KEYS.stream()
                .filter(summary::containsKey)
                .findFirst()
                .map(key -> engine + " " + summary.get(key))
                .orElse(engine);
    }

    private List<RangeChange> differenceOfFiles(long fromSnapshotId, long toSnapshotId) {
        List<RangeFile> before = filesAt.apply(fromSnapshotId);
        List<RangeFile> after = filesAt.apply(toSnapshotId);
        SortedSet<Long> partitions = new TreeSet<>();
        addDifference(before, after, partitions);
        addDifference(after, before, partitions);

        if (partitions.isEmpty()) {
            return List.of();
        }
        return List.of(new RangeChange(
                OptionalLong.empty(), Optional.empty(), RangeChange.UNKNOWN, RangeChange.UNKNOWN, partitions));
    }

    private void addDifference(List<RangeFile> files, List<RangeFile> without, Set<Long> partitions) {
        Set<String> known = without.stream().map(RangeFile::line).collect(Collectors.toCollection(HashSet::new));
        files.stream()
                .filter(file -> !known.contains(file.line()))
                .forEach(file -> addPartitions(file.file(), partitions));
    }
}
