package dev.amend.publish.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;

/** What snapshots hold and which files they need; a snapshot never changes, so that each is read once. */
final class SnapshotReader {
    private final SimulatedCatalog catalog;
    private final Map<Long, Contents> contents = new HashMap<>();
    private final Map<Long, Set<String>> files = new HashMap<>();

    SnapshotReader(SimulatedCatalog catalog) {
        this.catalog = catalog;
    }

    /** The rows that a reader of the snapshot sees now. */
    Contents contents(long snapshotId) {
        return contents.computeIfAbsent(snapshotId, this::readContents);
    }

    private Contents readContents(long snapshotId) {
        Table table = catalog.quietTable();
        List<String> rows = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().useSnapshot(snapshotId).planFiles()) {
            for (FileScanTask task : tasks) {
                rows.addAll(catalog.files().rows(task.file().location()));
                for (DeleteFile delete : task.deletes()) {
                    rows.addAll(catalog.files().rows(delete.location()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Contents.of(rows);
    }

    /** Every file that a reader of the snapshot needs. */
    Set<String> files(TableMetadata metadata, Snapshot snapshot) {
        return files.computeIfAbsent(snapshot.snapshotId(), id -> readFiles(metadata, snapshot));
    }

    private Set<String> readFiles(TableMetadata metadata, Snapshot snapshot) {
        Set<String> paths = new HashSet<>();
        paths.add(snapshot.manifestListLocation());
        for (ManifestFile manifest : snapshot.allManifests(catalog.files())) {
            paths.add(manifest.path());
            paths.addAll(contentPaths(metadata, manifest));
        }
        return paths;
    }

    private Set<String> contentPaths(TableMetadata metadata, ManifestFile manifest) {
        Set<String> paths = new HashSet<>();
        try (ManifestReader<? extends ContentFile<?>> reader = reader(metadata, manifest)) {
            reader.forEach(file -> paths.add(file.location()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths;
    }

    private ManifestReader<? extends ContentFile<?>> reader(TableMetadata metadata, ManifestFile manifest) {
        return manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, catalog.files(), metadata.specsById())
                : ManifestFiles.readDeleteManifest(manifest, catalog.files(), metadata.specsById());
    }
}
