package dev.amend.publish.removal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/**
 * The files of removed snapshots that no snapshot of the table reaches. It fails if that can't be proven. Files that a
 * killed call has already deleted are left out, if other files are found through them.
 */
final class UnreachableFiles {
    private final Table table;
    private final TableMetadata before;
    private final TableMetadata now;
    private final List<Snapshot> gone;

    UnreachableFiles(Table table, RefRemoval.Removed removed) {
        this.table = table;
        this.before = removed.before();
        this.now = ((HasTableOperations) table).operations().current();
        // A snapshot that is in the table is in use, whichever ref holds it
        this.gone = removed.snapshots().stream()
                .filter(snapshot -> now.snapshot(snapshot.snapshotId()) == null)
                .toList();
    }

    /**
     * Contents and statistics first, then manifests, then manifest lists: after a kill, the next call finds the
     * remaining files through those that are deleted later.
     */
    List<Set<String>> inOrder() {
        List<Snapshot> listed = gone.stream()
                .filter(snapshot -> exists(snapshot.manifestListLocation()))
                .toList();
        Map<String, ManifestFile> kept = manifests(now.snapshots());
        Map<String, ManifestFile> left = manifests(listed);
        left.keySet().removeAll(kept.keySet());
        left.keySet().retainAll(existing(left.keySet()));

        Set<String> contents = contents(left.values(), before.specsById());
        if (!contents.isEmpty()) {
            contents.removeAll(contents(kept.values(), now.specsById()));
        }
        contents.addAll(statisticsFiles());
        return List.of(
                contents,
                left.keySet(),
                listed.stream().map(Snapshot::manifestListLocation).collect(Collectors.toSet()));
    }

    private Map<String, ManifestFile> manifests(Collection<Snapshot> snapshots) {
        Map<String, ManifestFile> manifests = new HashMap<>();
        for (Snapshot snapshot : snapshots) {
            snapshot.allManifests(table.io()).forEach(manifest -> manifests.put(manifest.path(), manifest));
        }
        return manifests;
    }

    /** The paths of the live data and delete files in the manifests. */
    private Set<String> contents(Collection<ManifestFile> manifests, Map<Integer, PartitionSpec> specs) {
        Set<String> paths = ConcurrentHashMap.newKeySet();
        List<ManifestFile> live = manifests.stream()
                .filter(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles())
                .toList();
        inParallel(live, manifest -> addContents(manifest, specs, paths));
        return paths;
    }

    private void addContents(ManifestFile manifest, Map<Integer, PartitionSpec> specs, Set<String> paths) {
        try (CloseableIterable<String> contents = ManifestFiles.readPaths(manifest, table.io(), specs)) {
            contents.forEach(paths::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read manifest " + manifest.path(), e);
        }
    }

    private Set<String> statisticsFiles() {
        Set<Long> ids = gone.stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
        Set<String> files = new HashSet<>();
        before.statisticsFiles().stream()
                .filter(file -> ids.contains(file.snapshotId()))
                .map(StatisticsFile::path)
                .forEach(files::add);
        before.partitionStatisticsFiles().stream()
                .filter(file -> ids.contains(file.snapshotId()))
                .map(PartitionStatisticsFile::path)
                .forEach(files::add);

        now.statisticsFiles().stream().map(StatisticsFile::path).forEach(files::remove);
        now.partitionStatisticsFiles().stream()
                .map(PartitionStatisticsFile::path)
                .forEach(files::remove);
        return existing(files);
    }

    private Set<String> existing(Collection<String> paths) {
        Set<String> existing = ConcurrentHashMap.newKeySet();
        inParallel(paths, path -> {
            if (exists(path)) {
                existing.add(path);
            }
        });
        return existing;
    }

    private boolean exists(String path) {
        return MetadataLog.exists(table.io(), path);
    }

    private static <T> void inParallel(Collection<T> items, Tasks.Task<T, RuntimeException> task) {
        Tasks.foreach(items)
                .executeWith(ThreadPools.getWorkerPool())
                .stopOnFailure()
                .throwFailureWhenFinished()
                .run(task);
    }
}
