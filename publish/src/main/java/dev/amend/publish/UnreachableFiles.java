package dev.amend.publish;

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
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/** The files of removed snapshots that no snapshot of the table reaches. If that can't be proven, it fails. */
final class UnreachableFiles {
    private final Table table;
    private final TableMetadata now;
    private final RefRemoval.Removed removed;

    UnreachableFiles(Table table, RefRemoval.Removed removed) {
        this.table = table;
        this.now = ((HasTableOperations) table).operations().current();
        this.removed = removed;
    }

    Set<String> paths() {
        Map<String, ManifestFile> kept = manifests(now.snapshots());
        Map<String, ManifestFile> gone = manifests(removed.snapshots());
        gone.keySet().removeAll(kept.keySet());

        Set<String> paths = contents(gone.values());
        if (!paths.isEmpty()) {
            paths.removeAll(contents(kept.values()));
        }
        paths.addAll(gone.keySet());
        removed.snapshots().forEach(snapshot -> paths.add(snapshot.manifestListLocation()));
        paths.addAll(statisticsFiles());
        return paths;
    }

    private Map<String, ManifestFile> manifests(Collection<Snapshot> snapshots) {
        Map<String, ManifestFile> manifests = new HashMap<>();
        for (Snapshot snapshot : snapshots) {
            snapshot.allManifests(table.io()).forEach(manifest -> manifests.put(manifest.path(), manifest));
        }
        return manifests;
    }

    /** Paths of the data and delete files that are live in the manifests. */
    private Set<String> contents(Collection<ManifestFile> manifests) {
        Set<String> paths = ConcurrentHashMap.newKeySet();
        List<ManifestFile> live = manifests.stream()
                .filter(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles())
                .toList();
        Tasks.foreach(live)
                .executeWith(ThreadPools.getWorkerPool())
                .stopOnFailure()
                .throwFailureWhenFinished()
                .run(manifest -> addContents(manifest, paths));
        return paths;
    }

    private void addContents(ManifestFile manifest, Set<String> paths) {
        try (CloseableIterable<String> contents =
                ManifestFiles.readPaths(manifest, table.io(), removed.before().specsById())) {
            contents.forEach(paths::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read manifest " + manifest.path(), e);
        }
    }

    private Set<String> statisticsFiles() {
        Set<String> files = statisticsFiles(removed.before());
        files.removeAll(statisticsFiles(now));
        return files;
    }

    private Set<String> statisticsFiles(TableMetadata metadata) {
        Set<Long> ids = removed.snapshots().stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
        Set<String> files = new HashSet<>();
        metadata.statisticsFiles().stream()
                .filter(file -> ids.contains(file.snapshotId()))
                .map(StatisticsFile::path)
                .forEach(files::add);
        metadata.partitionStatisticsFiles().stream()
                .filter(file -> ids.contains(file.snapshotId()))
                .map(PartitionStatisticsFile::path)
                .forEach(files::add);
        return files;
    }
}
