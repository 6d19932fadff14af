package dev.amend.publish.simulation;

import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.range.TableRange;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.shadow.ReconciledBatch;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowBranch;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.PublishListener;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;

/** What one run of the driver knows: its plan and its epoch. */
record Run(ShadowPlan plan) {
    private static final Duration KEEP_FOR = Duration.ofDays(30);

    /** A run that pins the table as it is now. */
    static Run pinned(Table table, long epoch) {
        return new Run(new ShadowPlan(
                Scene.REFS,
                TableContract.of(table),
                table.currentSnapshot().snapshotId(),
                Scene.RANGE,
                epoch,
                "digest",
                "1.0",
                KEEP_FOR));
    }

    Run next() {
        return new Run(new ShadowPlan(
                plan.refs(),
                plan.contract(),
                plan.baselineSnapshotId(),
                plan.range(),
                plan.epoch() + 1,
                plan.specDigest(),
                plan.codeVersion(),
                plan.keepFor()));
    }

    Shadow shadow(Table table, PublishListener listener) {
        return new ShadowBranch(table, plan, Clock.systemUTC(), listener);
    }

    /**
     * As an engine writes a batch: an overwrite by filter on the branch.
     *
     * @param from the head at which it began
     */
    void write(Scene scene, Shadow shadow, long from, Batch batch, int attempt, List<String> rows)
            throws CommitOutcomeUnknown {
        shadow.write(
                table -> overwrite(scene, table, from, batch, attempt, rows).commit());
    }

    private OverwriteFiles overwrite(Scene scene, Table table, long from, Batch batch, int attempt, List<String> rows) {
        Expression filter = TableRange.of(Scene.RANGE.column(), batch).expression(table.schema());
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(filter)
                .validateFromSnapshot(from)
                .conflictDetectionFilter(filter)
                .validateNoConflictingData()
                .validateNoConflictingDeletes()
                .toBranch(plan.refs().branch());
        rows.forEach(row -> overwrite.addFile(scene.file(table, List.of(row))));
        plan.batchProperties(batch, attempt, "events@1").forEach(overwrite::set);
        return overwrite;
    }

    PublicationRequest request(Map<String, CommittedBatch> committed) {
        List<ReconciledBatch> batches = Scene.BATCHES.stream()
                .map(batch ->
                        new ReconciledBatch(batch, committed.get(batch.id()).snapshotId()))
                .toList();
        return new PublicationRequest(plan, batches, "report", "controller");
    }

    RollbackRequest rollback(long publishedSnapshotId, LaterWrites laterWrites) {
        return new RollbackRequest(plan, publishedSnapshotId, laterWrites, "wrong tax");
    }
}
