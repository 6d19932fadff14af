package dev.amend.publish.simulation;

import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.branch.RowAccess;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.publish.step.PublishListener;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** Iceberg's own calls, as one would use them without the project: the oracle must find out. */
enum StockWay implements Way {
    /** Publishes without looking for conflicts. */
    REPLACE {
        @Override
        public PublicationResult publish(
                Table table, RowAccess rows, PublicationRequest request, PublishListener listener) {
            return replace(table, request);
        }
    },
    /** Rolls back by moving main to the snapshot before. */
    ROLL_BACK_TO {
        @Override
        public RollbackResult rollBack(Table table, RowAccess rows, RollbackRequest request, PublishListener listener) {
            table.refresh();
            long baseline = request.shadow().baselineSnapshotId();
            table.manageSnapshots().rollbackTo(baseline).commit();
            return new RollbackResult.RolledBack(baseline, RollbackResult.How.REFERENCE, false);
        }
    };

    @Override
    public PublicationResult publish(Table table, RowAccess rows, PublicationRequest request, PublishListener listener)
            throws CommitOutcomeUnknown {
        return GUARDED.publish(table, rows, request, listener);
    }

    @Override
    public RollbackResult rollBack(Table table, RowAccess rows, RollbackRequest request, PublishListener listener)
            throws CommitOutcomeUnknown {
        return GUARDED.rollBack(table, rows, request, listener);
    }

    private static PublicationResult replace(Table table, PublicationRequest request) {
        table.refresh();
        long before = table.currentSnapshot().snapshotId();
        long shadow = request.batches().get(request.batches().size() - 1).snapshotId();
        OverwriteFiles overwrite = table.newOverwrite().overwriteByRowFilter(Scene.RANGE.expression(table.schema()));
        Warehouse.filesOf(table, Scene.RANGE, shadow).forEach(overwrite::addFile);
        overwrite
                .set(SummaryKeys.BACKFILL_ID, request.shadow().id().value())
                .set(SummaryKeys.KIND, CommitKind.PUBLISH.key())
                .commit();

        Snapshot published = table.currentSnapshot();
        return new PublicationResult.Published(published.snapshotId(), before, PublicationResult.How.COMMIT, false);
    }
}
