package dev.amend.publish;

import dev.amend.publish.commit.CommitKind;
import dev.amend.publish.commit.SummaryKeys;
import dev.amend.specs.BackfillId;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** What main's ancestry says of a backfill. Refresh the table first. */
record MainHistory(Table table, BackfillId id) {

    long head() {
        return table.currentSnapshot().snapshotId();
    }

    /** The backfill's latest publication or rollback that main still has. */
    Optional<Snapshot> latestDecision() {
        return StreamSupport.stream(SnapshotUtil.currentAncestors(table).spliterator(), false)
                .filter(snapshot -> CommitKind.PUBLISH.marks(snapshot, id) || CommitKind.ROLLBACK.marks(snapshot, id))
                .findFirst();
    }

    boolean has(long snapshotId) {
        return SnapshotUtil.isAncestorOf(table, head(), snapshotId);
    }

    /** Whether main may have a snapshot that its history does not lead to, since others expired what is in between. */
    boolean mayHaveLost(Snapshot snapshot) {
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

    /** Main's head before a publication: below the shadow's commits if main was moved to them. */
    long headBefore(Snapshot publication) {
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
        return id.value().equals(snapshot.summary().get(SummaryKeys.BACKFILL_ID))
                && (CommitKind.BATCH.marks(snapshot, id) || CommitKind.CLEAR.marks(snapshot, id));
    }
}
