package dev.amend.publish;

import dev.amend.publish.range.RangeFile;
import java.util.List;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The files that one commit added. Each file keeps the sequence number of the commit that added it, also where its
 * manifest was merged into another since (Iceberg specification, "Sequence Number Inheritance"), so that they are told
 * apart from others without reading them where they were added.
 */
record AddedFiles(Table table, Snapshot commit) {

    /** Whether these are all files that the commit added, and no others; false where nothing tells, as in format 1. */
    boolean are(List<RangeFile> files) {
        return commit.sequenceNumber() > 0
                && files.size() == count()
                && files.stream().allMatch(file -> file.deletes().isEmpty() && isAdded(file));
    }

    private boolean isAdded(RangeFile file) {
        Long added = file.file().fileSequenceNumber();
        return added != null && added == commit.sequenceNumber();
    }

    private long count() {
        return commit.dataManifests(table.io()).stream()
                .filter(manifest -> manifest.snapshotId() == commit.snapshotId())
                .mapToLong(ManifestFile::addedFilesCount)
                .sum();
    }
}
