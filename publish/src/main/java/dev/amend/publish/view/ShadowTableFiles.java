package dev.amend.publish.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/** The files that a shadow table's metadata reaches. Files elsewhere, which others may have added, are left out. */
record ShadowTableFiles(Table table) {

    /** The paths of all files, including metadata. */
    Set<String> paths() {
        Map<String, ManifestFile> manifests = manifests();
        Set<String> paths = contents(manifests.values().stream().toList());
        paths.addAll(manifests.keySet());
        paths.addAll(ReachableFileUtil.manifestListLocations(table));
        paths.addAll(ReachableFileUtil.statisticsFilesLocations(table));
        paths.addAll(ReachableFileUtil.metadataFileLocations(table, true));
        String inside = table.location().endsWith("/") ? table.location() : table.location() + "/";
        return paths.stream().filter(path -> path.startsWith(inside)).collect(Collectors.toCollection(HashSet::new));
    }

    private Map<String, ManifestFile> manifests() {
        List<ManifestFile> all = new ArrayList<>();
        table.snapshots().forEach(snapshot -> all.addAll(snapshot.allManifests(table.io())));
        return all.stream().collect(Collectors.toMap(ManifestFile::path, Function.identity(), (one, same) -> one));
    }

    private Set<String> contents(List<ManifestFile> manifests) {
        Set<String> paths = ConcurrentHashMap.newKeySet();
        Tasks.foreach(manifests)
                .executeWith(ThreadPools.getWorkerPool())
                .stopOnFailure()
                .throwFailureWhenFinished()
                .run(manifest -> addContents(manifest, paths));
        return paths;
    }

    private void addContents(ManifestFile manifest, Set<String> paths) {
        try (CloseableIterable<String> contents = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            contents.forEach(paths::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read manifest " + manifest.path(), e);
        }
    }
}
