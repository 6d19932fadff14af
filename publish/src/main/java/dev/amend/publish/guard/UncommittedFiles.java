package dev.amend.publish.guard;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of attempts that are known to have failed. They are deleted only if nothing can need them. */
record UncommittedFiles(String table, TableOperations operations) {
    private static final Logger LOG = LoggerFactory.getLogger(UncommittedFiles.class);

    /** Deletes the files, except those that a snapshot uses. */
    void delete(Collection<String> files) {
        if (files.isEmpty()) {
            return;
        }

        try {
            deleteUnused(new HashSet<>(files));
        } catch (RuntimeException e) {
            keep(files.size() + " file(s)", e);
        }
    }

    /** Deletes the files written for these snapshots: their manifest lists, and the manifests that are new in them. */
    void deleteAll(List<Snapshot> snapshots) {
        if (snapshots.isEmpty()) {
            return;
        }

        try {
            Set<String> unused = new HashSet<>();
            snapshots.forEach(snapshot -> unused.addAll(writtenFor(snapshot)));
            deleteUnused(unused);
        } catch (RuntimeException e) {
            keep(snapshots.size() + " snapshot(s)", e);
        }
    }

    private void keep(String what, RuntimeException failure) {
        LOG.warn("Keeping uncommitted files table={} files=\"{}\" reason=\"{}\"", table, what, failure.getMessage());
    }

    private void deleteUnused(Set<String> unused) {
        TableMetadata now = operations.refresh();
        Set<Long> heads =
                now.refs().values().stream().map(SnapshotRef::snapshotId).collect(Collectors.toSet());
        now.snapshots().stream()
                .filter(snapshot ->
                        heads.contains(snapshot.snapshotId()) || unused.contains(snapshot.manifestListLocation()))
                .forEach(snapshot -> unused.removeAll(metadataFiles(snapshot)));
        CatalogUtil.deleteFiles(operations.io(), unused, "uncommitted metadata", true);
    }

    private Set<String> writtenFor(Snapshot snapshot) {
        Set<String> files = new HashSet<>();
        files.add(snapshot.manifestListLocation());
        snapshot.allManifests(operations.io()).stream()
                .filter(manifest -> Objects.equals(manifest.snapshotId(), snapshot.snapshotId()))
                .forEach(manifest -> files.add(manifest.path()));
        return files;
    }

    /** The manifest list of a snapshot and its manifests. */
    private Set<String> metadataFiles(Snapshot snapshot) {
        Set<String> files = new HashSet<>();
        files.add(snapshot.manifestListLocation());
        snapshot.allManifests(operations.io()).forEach(manifest -> files.add(manifest.path()));
        return files;
    }
}
