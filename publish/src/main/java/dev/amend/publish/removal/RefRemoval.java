package dev.amend.publish.removal;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.specs.BackfillId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Removes refs and the snapshots that only they hold in one commit, and then deletes unreachable files. It needs one
 * commit, because expirers up to Iceberg 1.9.2 delete live files if a ref is removed before its snapshots. It does not
 * use {@code expireSnapshots()}, which also expires refs of others.
 */
public final class RefRemoval {
    private final Table table;
    private final Guard guard;
    private final Set<String> names;

    public RefRemoval(Table table, Guard guard, Set<String> names) {
        this.table = table;
        this.guard = guard;
        this.names = Set.copyOf(names);
    }

    /** The removed snapshots, and the metadata before their removal. */
    public record Removed(TableMetadata before, Set<String> refs, List<Snapshot> snapshots) {

        public boolean isNothing() {
            return refs.isEmpty() && snapshots.isEmpty();
        }
    }

    /** Commits the removal of refs and snapshots; does nothing if they do not exist any more. */
    public Removed removeRefs() throws CommitOutcomeUnknown {
        TableMetadata before = new GuardedTable(table, guard).change(base -> {
            TableMetadata.Builder builder = TableMetadata.buildFrom(base);
            names.forEach(builder::removeRef);
            builder.removeSnapshots(onlyHeld(base));
            return builder.build();
        });
        table.refresh();
        return removedFrom(before);
    }

    /** The refs and snapshots removed by the commit that followed this metadata. */
    public Removed removedFrom(TableMetadata before) {
        Set<String> refs =
                names.stream().filter(name -> before.ref(name) != null).collect(Collectors.toSet());
        return new Removed(before, refs, onlyHeld(before));
    }

    /** The latest metadata that has one of the refs: an earlier call removed them from it. */
    public MetadataLog.Search earlier() {
        return new MetadataLog(table).latestWith(names);
    }

    private List<Snapshot> onlyHeld(TableMetadata base) {
        if (!isGarbageCollected(base)) {
            return List.of();
        }

        Set<Long> held = new HashSet<>();
        Set<Long> keptByOthers = new HashSet<>();
        base.refs().forEach((name, ref) -> addAncestors(base, ref, names.contains(name) ? held : keptByOthers));
        // Snapshots that were once main's head stay: without one, time travel to any earlier moment would be lost
        base.snapshotLog().stream().map(HistoryEntry::snapshotId).forEach(keptByOthers::add);

        return base.snapshots().stream()
                .filter(snapshot -> held.contains(snapshot.snapshotId()) || isOurs(snapshot, guard.id()))
                .filter(snapshot -> !keptByOthers.contains(snapshot.snapshotId()))
                .toList();
    }

    private static void addAncestors(TableMetadata base, SnapshotRef ref, Set<Long> snapshots) {
        SnapshotUtil.ancestorsOf(ref.snapshotId(), base::snapshot)
                .forEach(snapshot -> snapshots.add(snapshot.snapshotId()));
    }

    private static boolean isOurs(Snapshot snapshot, BackfillId id) {
        return id.value().equals(snapshot.summary().get(SummaryKeys.BACKFILL_ID));
    }

    private static boolean isGarbageCollected(TableMetadata metadata) {
        return metadata.propertyAsBoolean(TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT);
    }

    /** Deletes the files that only the removed snapshots reached; returns their number. */
    public int deleteFiles(Removed removed) {
        table.refresh();
        TableMetadata now = ((HasTableOperations) table).operations().current();
        if (removed.snapshots().isEmpty() || !isGarbageCollected(now)) {
            return 0;
        }

        int count = 0;
        for (Set<String> files : new UnreachableFiles(table, removed).inOrder()) {
            CatalogUtil.deleteFiles(table.io(), files, "unreachable", true);
            count += files.size();
        }
        return count;
    }
}
