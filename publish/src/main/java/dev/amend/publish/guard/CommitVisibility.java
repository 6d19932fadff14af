package dev.amend.publish.guard;

import java.util.List;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Tells from a table's metadata whether a commit was applied to it, possibly with later commits of others.
 *
 * @param base the metadata that the commit was based on
 * @param sent the metadata as the commit would have changed it
 */
record CommitVisibility(TableMetadata base, TableMetadata sent) {

    boolean isVisibleIn(TableMetadata now) {
        List<MetadataUpdate.AddSnapshot> added = sent.changes().stream()
                .filter(MetadataUpdate.AddSnapshot.class::isInstance)
                .map(MetadataUpdate.AddSnapshot.class::cast)
                .toList();
        // A snapshot's id is in the table only if its commit was applied; refs may have been moved since
        return added.isEmpty()
                ? areRefsVisible(now)
                : added.stream()
                        .allMatch(change -> now.snapshot(change.snapshot().snapshotId()) != null);
    }

    private boolean areRefsVisible(TableMetadata now) {
        boolean anyVisible = false;
        for (MetadataUpdate change : sent.changes()) {
            if (isChangeOfInterest(change)) {
                if (!isVisible(change, now)) {
                    return false;
                }
                anyVisible = true;
            }
        }
        return anyVisible;
    }

    private static boolean isChangeOfInterest(MetadataUpdate change) {
        return change instanceof MetadataUpdate.SetSnapshotRef
                || change instanceof MetadataUpdate.RemoveSnapshotRef
                || change instanceof MetadataUpdate.RemoveSnapshots;
    }

    private boolean isVisible(MetadataUpdate change, TableMetadata now) {
        if (change instanceof MetadataUpdate.RemoveSnapshots removed) {
            return removed.snapshotIds().stream().allMatch(id -> now.snapshot(id) == null);
        }
        if (change instanceof MetadataUpdate.RemoveSnapshotRef removed) {
            return now.ref(removed.name()) == null;
        }
        return isRefVisible((MetadataUpdate.SetSnapshotRef) change, now);
    }

    private boolean isRefVisible(MetadataUpdate.SetSnapshotRef change, TableMetadata now) {
        SnapshotRef wanted = sent.ref(change.name());
        SnapshotRef found = now.ref(change.name());
        SnapshotRef before = base.ref(change.name());
        if (wanted == null || found == null) {
            return false;
        }
        if (wanted.isTag() || before == null || before.snapshotId() == wanted.snapshotId()) {
            return found.equals(wanted);
        }
        return isBranchVisible(before.snapshotId(), wanted.snapshotId(), found.snapshotId(), now);
    }

    /** If a branch was moved back, its new head is an ancestor of the old one, so finding it proves nothing. */
    private static boolean isBranchVisible(long before, long wanted, long found, TableMetadata now) {
        boolean reached = descends(found, wanted, now);
        boolean movedForward = descends(wanted, before, now);
        return reached && (movedForward || !descends(found, before, now));
    }

    private static boolean descends(long snapshotId, long ancestorId, TableMetadata metadata) {
        return metadata.snapshot(snapshotId) != null
                && SnapshotUtil.isAncestorOf(snapshotId, ancestorId, metadata::snapshot);
    }
}
