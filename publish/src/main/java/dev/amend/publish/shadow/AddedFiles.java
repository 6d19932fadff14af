package dev.amend.publish.shadow;

import dev.amend.publish.range.RangeFile;
import java.util.List;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The files that one commit added. Each file keeps the sequence number of the commit that added it, even if its
 * manifest was merged into another since (Iceberg specification, "Sequence Number Inheritance"). So they can be
 * identified without reading the manifests in which they were added.
 */
public record AddedFiles(Table table, Snapshot commit) {

    /** Returns whether these are exactly the files that the commit added; false if nothing shows it, as in format 1. */
    public boolean are(List<RangeFile> files) {
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
