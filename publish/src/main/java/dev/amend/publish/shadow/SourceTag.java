package dev.amend.publish.shadow;

import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;

/** The tag that keeps the pinned snapshot of a source from expiring. Nothing else of a source is written. */
public final class SourceTag {
    private final Table table;
    private final String name;

    public SourceTag(Table table, BackfillRefs refs, String source) {
        this.table = table;
        this.name = refs.sourceTag(source);
    }

    public String name() {
        return name;
    }

    /**
     * Sets the tag, unless it is there.
     *
     * @throws IllegalArgumentException if the table does not have the snapshot any more
     */
    public void hold(long snapshotId, RefAges ages) {
        table.refresh();
        Snapshot snapshot = table.snapshot(snapshotId);
        if (snapshot == null) {
            throw new IllegalArgumentException("%s has no snapshot %d".formatted(table.name(), snapshotId));
        }
        SnapshotRef there = table.refs().get(name);
        if (there != null && there.snapshotId() == snapshotId) {
            return;
        }
        ManageSnapshots change = table.manageSnapshots();
        (there == null ? change.createTag(name, snapshotId) : change.replaceTag(name, snapshotId))
                .setMaxRefAgeMs(name, ages.tag(snapshot).maxRefAgeMs())
                .commit();
    }

    /** Removes the tag, if it is there. */
    public void release() {
        table.refresh();
        if (table.refs().containsKey(name)) {
            table.manageSnapshots().removeTag(name).commit();
        }
    }
}
