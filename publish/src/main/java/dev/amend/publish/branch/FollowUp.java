package dev.amend.publish.branch;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;

/** Advice for a table after many of its files were replaced. Refresh the table first. */
public record FollowUp(Table table) {
    private static final int MANY_MANIFESTS = 100;
    private static final long SMALL_MANIFEST_BYTES = 1 << 20;

    /** The advice as sentences that name Spark's procedures; empty if there is none. */
    public List<String> advice() {
        Snapshot head = table.currentSnapshot();
        List<String> advice = new ArrayList<>();
        if (hadStatistics() && table.statisticsFiles().stream().noneMatch(file -> isOf(file, head))) {
            advice.add(
                    "statistics of columns are of an earlier snapshot: call system.compute_table_stats(table => '%s')"
                            .formatted(table.name()));
        }

        List<ManifestFile> manifests = head.dataManifests(table.io());
        long bytes = manifests.stream().mapToLong(ManifestFile::length).sum();
        if (manifests.size() >= MANY_MANIFESTS && bytes / manifests.size() < SMALL_MANIFEST_BYTES) {
            advice.add("planning reads %d small manifests: call system.rewrite_manifests(table => '%s')"
                    .formatted(manifests.size(), table.name()));
        }
        return List.copyOf(advice);
    }

    private boolean hadStatistics() {
        return !table.statisticsFiles().isEmpty();
    }

    private static boolean isOf(StatisticsFile file, Snapshot snapshot) {
        return file.snapshotId() == snapshot.snapshotId();
    }
}
