package dev.amend.publish.shadow;

import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import dev.amend.publish.step.PublishError;
import dev.amend.specs.Batch;
import dev.amend.specs.error.AmendException;
import java.util.Optional;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** Checks a batch's commit by metadata alone. */
public record BatchCheck(Table table, ShadowPlan plan) {

    /** Checks a commit on the shadow. */
    public void verify(Batch batch, CommittedBatch committed) {
        Snapshot snapshot = table.snapshot(committed.snapshotId());
        if (snapshot == null || !isOnBranch(snapshot)) {
            throw wrong(
                    batch,
                    committed,
                    "it is not on branch '%s'".formatted(plan.refs().branch()));
        }

        verifyFiles(batch, committed, snapshot);
    }

    /** Checks a commit on a shadow that is a branch of the target: main must have none of the backfill's batches. */
    void verifyBesideMain(Batch batch, CommittedBatch committed) {
        verify(batch, committed);
        batchOnMain().ifPresent(leaked -> {
            throw wrong(
                    batch,
                    committed,
                    "main has snapshot %d of this backfill, which was never published".formatted(leaked.snapshotId()));
        });
    }

    private boolean isOnBranch(Snapshot snapshot) {
        Snapshot head = table.snapshot(plan.refs().branch());
        return head != null && SnapshotUtil.isAncestorOf(head.snapshotId(), snapshot.snapshotId(), table::snapshot);
    }

    private void verifyFiles(Batch batch, CommittedBatch committed, Snapshot snapshot) {
        RangeInspection range =
                new RangeInspection(table, TableRange.of(plan.range().column(), batch));
        SnapshotChanges changes =
                SnapshotChanges.builderFor(table).snapshot(snapshot).build();
        for (ContentFile<?> file : changes.addedDataFiles()) {
            if (!range.holds(file)) {
                throw wrong(
                        batch, committed, "it added %s, which is not inside of %s".formatted(file.location(), batch));
            }
        }
        for (ContentFile<?> file : changes.removedDataFiles()) {
            if (!range.mayHold(file)) {
                throw wrong(
                        batch, committed, "it removed %s, which is outside of %s".formatted(file.location(), batch));
            }
        }
        for (ContentFile<?> file : changes.addedDeleteFiles()) {
            throw wrong(batch, committed, "it added the delete file %s".formatted(file.location()));
        }
    }

    /** A safety check: writers that ignore the branch have committed to main before. */
    private Optional<Snapshot> batchOnMain() {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            if (snapshot.snapshotId() == plan.baselineSnapshotId() || CommitKind.PUBLISH.marks(snapshot, plan.id())) {
                return Optional.empty();
            }
            if (CommitKind.BATCH.marks(snapshot, plan.id())) {
                return Optional.of(snapshot);
            }
        }
        return Optional.empty();
    }

    private AmendException wrong(Batch batch, CommittedBatch committed, String reason) {
        return PublishError.batchWrong(table.name(), batch, committed.snapshotId(), reason);
    }
}
