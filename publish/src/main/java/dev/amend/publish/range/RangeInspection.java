package dev.amend.publish.range;

import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.error.AmendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** A range of a table as described by metadata, without reading data. Refresh the table first. */
public final class RangeInspection {
    private final Table table;
    private final TableRange range;
    private final Expression filter;
    private final PartitionLocator locator;
    private final LiveFiles liveFiles;
    private final Map<Long, List<RangeFile>> filesAt = new HashMap<>();

    /** @throws dev.amend.specs.error.AmendException if the table has no such column, or its type not the unit */
    public RangeInspection(Table table, TableRange range) {
        this(table, range, new LiveFiles(table, new PartitionLocator(table, range)));
    }

    private RangeInspection(Table table, TableRange range, LiveFiles liveFiles) {
        this.table = table;
        this.range = range;
        this.filter = range.expression(table.schema());
        this.locator = new PartitionLocator(table, range);
        this.liveFiles = liveFiles;
    }

    /** The inspection of some partitions of the range; manifests are not read again. */
    public RangeInspection of(Batch batch) {
        return new RangeInspection(table, TableRange.of(range.column(), batch), liveFiles);
    }

    /** The inspection of the same table as a commit proposes it; manifests are not read again. */
    public RangeInspection on(Table proposed) {
        return new RangeInspection(proposed, range, liveFiles);
    }

    /**
     * The figures of each partition of the range that has files.
     *
     * @throws dev.amend.specs.error.AmendException if a file's partition is unknown, or the file has several
     */
    public SortedMap<Long, PartitionSize> partitionFigures(long snapshotId) {
        SortedMap<Long, PartitionSize> figures = new TreeMap<>();
        filesByPartition(snapshotId).forEach((ordinal, files) -> figures.put(ordinal, figures(files)));
        return figures;
    }

    /**
     * The figures of all files that a reader of a part of the range opens, each file as a whole. A file may have rows of
     * several partitions, or not show which partitions it has.
     */
    public PartitionSize sizeOfReading(long snapshotId, PartitionRange part) {
        TableRange wanted = new TableRange(range.column(), List.of(part));
        return figures(files(snapshotId).stream()
                .filter(rangeFile -> locator.locate(rangeFile.file())
                        .map(span -> span.touches(wanted))
                        .orElse(true))
                .toList());
    }

    private static PartitionSize figures(List<RangeFile> files) {
        long rows = files.stream().mapToLong(file -> file.file().recordCount()).sum();
        long bytes =
                files.stream().mapToLong(file -> file.file().fileSizeInBytes()).sum();
        long deletes = files.stream()
                .flatMap(file -> file.deletes().stream())
                .map(RangeFile::name)
                .distinct()
                .count();
        return new PartitionSize(rows, bytes, files.size(), (int) deletes);
    }

    /**
     * The files of each partition of the range that has files.
     *
     * @throws dev.amend.specs.error.AmendException if a file's partition is unknown, or the file has several
     */
    public SortedMap<Long, List<RangeFile>> filesByPartition(long snapshotId) {
        SortedMap<Long, List<RangeFile>> files = new TreeMap<>();
        for (RangeFile rangeFile : files(snapshotId)) {
            files.computeIfAbsent(onlyPartition(rangeFile), ordinal -> new ArrayList<>())
                    .add(rangeFile);
        }
        return files;
    }

    /** @throws dev.amend.specs.error.AmendException if the file's partition is unknown, or the file has several */
    public long onlyPartition(RangeFile rangeFile) {
        Span span = locator.locate(rangeFile.file())
                .orElseThrow(() -> RangeError.notVisible(table.name(), rangeFile.path(), range.column()));
        if (!span.isSingle()) {
            throw straddle(List.of(rangeFile));
        }
        return span.first();
    }

    /** The files that touch the range and are not completely inside one of its partitions. */
    public List<StraddlingFile> straddlingFiles(long snapshotId) {
        return straddlingAmong(snapshotId).stream()
                .map(file -> straddling(file, locator.locate(file.file())))
                .toList();
    }

    private List<RangeFile> straddlingAmong(long snapshotId) {
        boolean none = manifests(snapshotId, ManifestContent.DATA)
                .allMatch(manifest -> locator.isAlwaysSingle(manifest.partitionSpecId()));
        return none
                ? List.of()
                : files(snapshotId).stream()
                        .filter(file -> locator.locate(file.file())
                                .filter(Span::isSingle)
                                .isEmpty())
                        .toList();
    }

    /** @throws dev.amend.specs.error.AmendException if there are straddling files; it names them and a way out */
    public void requireNoStraddlingFiles(long snapshotId) {
        List<RangeFile> straddling = straddlingAmong(snapshotId);
        if (!straddling.isEmpty()) {
            throw straddle(straddling);
        }
    }

    private AmendException straddle(List<RangeFile> files) {
        List<Optional<Span>> spans =
                files.stream().map(file -> locator.locate(file.file())).toList();
        return RangeError.straddle(
                table.name(),
                range,
                files.stream()
                        .map(file -> straddling(file, locator.locate(file.file())))
                        .toList(),
                new StraddleAdvice(table, range, locator).of(spans));
    }

    private StraddlingFile straddling(RangeFile rangeFile, Optional<Span> span) {
        int specId = rangeFile.file().specId();
        String reason = span.map(known -> "holds %s..%s under partition spec %d"
                        .formatted(
                                range.unit().format(known.first()), range.unit().format(known.last()), specId))
                .orElse("does not say which partitions it holds (partition spec %d)".formatted(specId));
        return new StraddlingFile(rangeFile.path(), specId, reason);
    }

    /** The range as a row expression. */
    public Expression filter() {
        return filter;
    }

    /** Returns whether all rows of a file are in the range, by its partition values or bounds. */
    public boolean holds(ContentFile<?> file) {
        return locator.locate(file).filter(span -> span.isWithin(range)).isPresent();
    }

    /** Returns whether a row of a file may be in the range, as far as its partition values or bounds show. */
    public boolean mayHold(ContentFile<?> file) {
        return locator.locate(file).map(span -> span.touches(range)).orElse(true);
    }

    /**
     * Returns whether two snapshots list the files of the range in the same manifests. If so, the files are the same,
     * and no manifest has to be read.
     */
    public boolean isListedAlike(long snapshotId, long otherSnapshotId) {
        return unshared(snapshotId, otherSnapshotId).haveNone(filter);
    }

    /** True if, by the manifests' partition bounds, none of their live files can have rows of the range. */
    public boolean hasNoFilesIn(List<ManifestFile> manifests) {
        return liveFiles.thatMayHold(filter, manifests).isEmpty();
    }

    /** Returns whether two snapshots have the same files in the range, with the same deletes. */
    public boolean isSame(long snapshotId, long otherSnapshotId) {
        return snapshotId == otherSnapshotId
                || unshared(snapshotId, otherSnapshotId)
                        .difference(filter, this::mayHold)
                        .isEmpty()
                || fingerprint(snapshotId).equals(fingerprint(otherSnapshotId));
    }

    /**
     * The changes outside the range from one snapshot to another, as a clause; empty if there are none. Files are
     * compared by name alone: deletes count as files of their own.
     */
    public Optional<String> differenceOutside(long fromSnapshotId, long toSnapshotId) {
        // A comparison with null is neither true nor false, and neither is its opposite
        Expression outside = Expressions.or(Expressions.not(filter), Expressions.isNull(range.column()));
        UnsharedFiles.Difference difference =
                unshared(fromSnapshotId, toSnapshotId).difference(outside, file -> !holds(file));
        return difference.isEmpty()
                ? Optional.empty()
                : Optional.of("outside of the range %s gone and %d are new"
                        .formatted(
                                files(difference.onlyInFirst().size()),
                                difference.onlyInSecond().size()));
    }

    private static String files(int count) {
        return count == 1 ? "1 file is" : count + " files are";
    }

    private UnsharedFiles unshared(long first, long second) {
        return new UnsharedFiles(liveFiles, existing(first), existing(second));
    }

    private Snapshot existing(long snapshotId) {
        Snapshot snapshot = table.snapshot(snapshotId);
        if (snapshot == null) {
            throw RangeError.snapshotMissing(table.name(), snapshotId);
        }
        return snapshot;
    }

    /** SHA-256 over the sorted files of the range: path, partition spec, attached deletes. */
    public String fingerprint(long snapshotId) {
        MessageDigest digest = sha256();
        for (RangeFile rangeFile : files(snapshotId)) {
            digest.update(rangeFile.line().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * The files of the range, sorted by path, with at most the statistics of the range's column. Each snapshot is read
     * once.
     */
    public List<RangeFile> files(long snapshotId) {
        return filesAt.computeIfAbsent(
                snapshotId,
                id -> withoutDeletes(existing(id))
                        .orElseGet(() -> plan(scan(id).filter(filter).includeColumnStats(List.of(range.column())))));
    }

    /** The files of the range if none of them can have deletes; otherwise empty. A scan would read all statistics. */
    private Optional<List<RangeFile>> withoutDeletes(Snapshot snapshot) {
        return mayHaveDeletes(snapshot.snapshotId())
                ? Optional.empty()
                : Optional.of(sorted(
                        liveFiles.of(dataManifests(snapshot), this::mayHold, RangeFile::withoutDeletes).stream()));
    }

    private List<ManifestFile> dataManifests(Snapshot snapshot) {
        return manifests(snapshot.snapshotId(), ManifestContent.DATA).toList();
    }

    /** Returns whether a delete file may affect the range, as far as the manifests' partition bounds show. */
    public boolean mayHaveDeletes(long snapshotId) {
        return manifests(snapshotId, ManifestContent.DELETES).findAny().isPresent();
    }

    /** The manifests that may list live files of the range. */
    private Stream<ManifestFile> manifests(long snapshotId, ManifestContent content) {
        return liveFiles.thatMayHold(filter, existing(snapshotId).allManifests(table.io())).stream()
                .filter(manifest -> manifest.content() == content);
    }

    private static List<RangeFile> sorted(Stream<RangeFile> files) {
        return files.sorted(Comparator.comparing(RangeFile::path)).toList();
    }

    /** The files of the range with everything needed to add them elsewhere. Close them after the commit. */
    public FilesToAdd filesToAdd(long snapshotId) {
        return filesToAdd(snapshotId, file -> true);
    }

    /** The wanted files of the range, with everything needed to add them elsewhere. */
    public FilesToAdd filesToAdd(long snapshotId, Predicate<RangeFile> wanted) {
        return new FilesToAdd(
                table,
                dataManifests(existing(snapshotId)),
                files(snapshotId).stream().filter(wanted).map(RangeFile::file).toList());
    }

    /** All files of the table that are not in the range, sorted by path. */
    public List<RangeFile> filesOutside(long snapshotId) {
        Set<String> inside = files(snapshotId).stream().map(RangeFile::path).collect(Collectors.toSet());
        return plan(scan(snapshotId)).stream()
                .filter(rangeFile -> !inside.contains(rangeFile.path()))
                .toList();
    }

    private TableScan scan(long snapshotId) {
        return table.newScan().useSnapshot(existing(snapshotId).snapshotId());
    }

    private static List<RangeFile> plan(TableScan scan) {
        List<RangeFile> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
            tasks.forEach(task -> files.add(RangeFile.of(task)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sorted(files.stream());
    }

    /**
     * The changes of the range's partitions after one snapshot, up to another, oldest first. If snapshots in between
     * were expired, a first change of unknown origin has the partitions whose files differ.
     *
     * @throws dev.amend.specs.error.AmendException if one of the two snapshots does not exist any more
     */
    public List<RangeChange> changes(long fromSnapshotId, long toSnapshotId) {
        return new RangeHistory(table, range, locator, this::files).changes(fromSnapshotId, toSnapshotId);
    }
}
