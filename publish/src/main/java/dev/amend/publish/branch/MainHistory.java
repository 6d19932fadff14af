package dev.amend.publish.branch;

import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.shadow.BackfillRefs;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** The history of a backfill in the target's tags and main's ancestry. Refresh the table first. */
public record MainHistory(Table table, BackfillRefs refs) {

    public long head() {
        return table.currentSnapshot().snapshotId();
    }

    /**
     * The backfill's latest publication or rollback. Tags survive when others expire snapshots from main's ancestry;
     * the ancestry helps if someone dropped a tag.
     */
    public Optional<Decision> latestDecision() {
        return tagged(refs.rolledBackTag(), CommitKind.ROLLBACK)
                .or(this::latestInAncestry)
                .or(() -> tagged(refs.publishedTag(), CommitKind.PUBLISH));
    }

    private Optional<Decision> tagged(String tag, CommitKind kind) {
        return Optional.ofNullable(table.snapshot(tag)).map(snapshot -> new Decision(kind, snapshot));
    }

    private Optional<Decision> latestInAncestry() {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            for (CommitKind kind : List.of(CommitKind.PUBLISH, CommitKind.ROLLBACK)) {
                if (kind.marks(snapshot, refs.id())) {
                    return Optional.of(new Decision(kind, snapshot));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * True if main was certainly moved off a snapshot; a gap in the history from expiry by others does not prove it.
     */
    public boolean wasMovedOff(Snapshot snapshot) {
        return !has(snapshot.snapshotId()) && !mayHaveLost(snapshot);
    }

    private boolean has(long snapshotId) {
        return SnapshotUtil.isAncestorOf(table, head(), snapshotId);
    }

    /**
     * Returns whether main may contain a snapshot that its history no longer leads to, since others expired snapshots.
     */
    private boolean mayHaveLost(Snapshot snapshot) {
        Snapshot oldest = table.currentSnapshot();
        for (Snapshot ancestor : SnapshotUtil.currentAncestors(table)) {
            oldest = ancestor;
        }
        return oldest.parentId() != null && oldest.sequenceNumber() > snapshot.sequenceNumber();
    }

    /** Main's head before a publication: from its tag, or else the publication's parent. */
    public long headBefore(Snapshot publication) {
        Snapshot tagged = table.snapshot(refs.previousTag());
        if (tagged != null) {
            return tagged.snapshotId();
        }
        return publication.parentId() == null ? publication.snapshotId() : publication.parentId();
    }
}
