package dev.amend.publish;

import dev.amend.publish.commit.CommitKind;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** What the target's tags and main's ancestry say of a backfill. Refresh the table first. */
record MainHistory(Table table, BackfillRefs refs) {

    long head() {
        return table.currentSnapshot().snapshotId();
    }

    /**
     * The backfill's latest publication or rollback. Tags outlive what expiry by others takes of main's ancestry; the
     * ancestry helps where someone dropped a tag.
     */
    Optional<Decision> latestDecision() {
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

    /** Whether main was moved off a snapshot: for sure, not only for all that expiry by others left of its history. */
    boolean wasMovedOff(Snapshot snapshot) {
        return !has(snapshot.snapshotId()) && !mayHaveLost(snapshot);
    }

    private boolean has(long snapshotId) {
        return SnapshotUtil.isAncestorOf(table, head(), snapshotId);
    }

    /** Whether main may have a snapshot that its history does not lead to, since others expired what is in between. */
    private boolean mayHaveLost(Snapshot snapshot) {
        Snapshot oldest = table.currentSnapshot();
        for (Snapshot ancestor : SnapshotUtil.currentAncestors(table)) {
            oldest = ancestor;
        }
        return oldest.parentId() != null && oldest.sequenceNumber() > snapshot.sequenceNumber();
    }

    /** A swap's commit is the empty one that sealed the shadow. */
    static PublicationResult.How howPublished(Snapshot publication) {
        return DataOperations.APPEND.equals(publication.operation())
                ? PublicationResult.How.SWAP
                : PublicationResult.How.COMMIT;
    }

    /** Main's head before a publication, by its tag; else below the shadow's commits if main was moved to them. */
    long headBefore(Snapshot publication) {
        Snapshot tagged = table.snapshot(refs.previousTag());
        return tagged != null ? tagged.snapshotId() : parentOnMain(publication);
    }

    private long parentOnMain(Snapshot publication) {
        Snapshot snapshot = publication;
        while (snapshot.parentId() != null && table.snapshot(snapshot.parentId()) != null) {
            Snapshot parent = table.snapshot(snapshot.parentId());
            if (!isOfShadow(parent)) {
                return parent.snapshotId();
            }
            snapshot = parent;
        }
        return snapshot.parentId() == null ? snapshot.snapshotId() : snapshot.parentId();
    }

    private boolean isOfShadow(Snapshot snapshot) {
        return CommitKind.BATCH.marks(snapshot, refs.id()) || CommitKind.CLEAR.marks(snapshot, refs.id());
    }
}
