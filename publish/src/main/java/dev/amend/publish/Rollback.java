package dev.amend.publish;

import dev.amend.publish.RollbackRequest.LaterWrites;
import dev.amend.publish.RollbackResult.Drifted;
import dev.amend.publish.RollbackResult.How;
import dev.amend.publish.RollbackResult.RolledBack;
import dev.amend.publish.commit.CommitKind;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.Guard;
import dev.amend.publish.commit.GuardViolation;
import dev.amend.publish.commit.GuardedTable;
import dev.amend.publish.commit.SummaryKeys;
import dev.amend.publish.commit.Tries;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import dev.amend.specs.AmendException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** Makes the old data current again and keeps what others wrote outside the range. */
public final class Rollback {
    private final Table table;
    private final RowAccess rows;
    private final Clock clock;
    private final Steps steps;

    public Rollback(Table table, RowAccess rows, Clock clock, PublishListener listener) {
        this.table = table;
        this.rows = rows;
        this.clock = clock;
        this.steps = new Steps(listener);
    }

    /** What is missing for a rollback: tags, files; empty if it is ready. */
    public List<String> missing(ShadowPlan plan) {
        table.refresh();
        return new RollbackReadiness(table, plan).missing();
    }

    /**
     * Puts the old rows into new files beforehand, so that rolling back is metadata alone even if others commit.
     *
     * @throws dev.amend.specs.AmendException if the table is not as expected
     */
    public void prepare(ShadowPlan plan) throws CommitOutcomeUnknown {
        try {
            Tries.ofTable()
                    .take(
                            () -> new RestoreBranch(table, plan, rows, clock, steps).of(plan.baselineSnapshotId()),
                            (tries, last) -> PublishError.mainBusy(table.name(), tries, last));
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    /**
     * Rolls back once; called again it finds what it did.
     *
     * @throws dev.amend.specs.AmendException if it is not ready: then nothing was changed
     */
    public RollbackResult rollBack(RollbackRequest request) throws CommitOutcomeUnknown {
        try {
            return Tries.ofTable()
                    .take(() -> tryOnce(request), (tries, last) -> PublishError.mainBusy(table.name(), tries, last));
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    /** Rolls back a publication that is not what was approved, and says in a clause how that went. */
    String undo(ShadowPlan plan, long publishedSnapshotId, String reason) throws CommitOutcomeUnknown {
        try {
            RollbackResult result = rollBack(new RollbackRequest(plan, publishedSnapshotId, LaterWrites.KEEP, reason));
            return result.fold(
                    rolledBack -> "it was rolled back, main is at snapshot %d".formatted(rolledBack.snapshotId()),
                    drifted -> "it was not rolled back, because others wrote into the range since");
        } catch (AmendException e) {
            return "it was not rolled back: " + e.getMessage();
        }
    }

    private RollbackResult tryOnce(RollbackRequest request) throws CommitOutcomeUnknown {
        table.refresh();
        ShadowPlan plan = request.shadow();
        MainHistory main = new MainHistory(table, plan.refs());
        Optional<RolledBack> already = rolledBackAlready(main, plan);
        if (already.isPresent()) {
            return already.get();
        }

        Snapshot published = published(request);
        if (main.wasMovedOff(published)) {
            return recorded(plan, main.head());
        }

        List<String> missing = new RollbackReadiness(table, plan).missing();
        if (!missing.isEmpty()) {
            throw PublishError.rollbackNotReady(table.name(), missing);
        }

        long before = main.headBefore(published);
        if (main.head() == published.snapshotId() && table.snapshot(before) != null) {
            return byReference(plan, published.snapshotId(), before);
        }
        return byCopies(request, main.head());
    }

    private Snapshot published(RollbackRequest request) {
        Snapshot published = table.snapshot(request.publishedSnapshotId());
        if (published == null
                || !CommitKind.PUBLISH.marks(published, request.shadow().id())) {
            throw PublishError.notPublished(table.name(), request.publishedSnapshotId());
        }
        return published;
    }

    private static Optional<RolledBack> rolledBackAlready(MainHistory main, ShadowPlan plan) {
        return main.latestDecision()
                .filter(decision -> decision.kind() == CommitKind.ROLLBACK)
                .map(Decision::snapshot)
                .map(head -> new RolledBack(
                        head.snapshotId(),
                        CommitKind.ROLLBACK.marks(head, plan.id()) ? How.COPIES : How.REFERENCE,
                        true));
    }

    /** Someone moved main back by other means: it gets the tag that keeps a late run from publishing again. */
    private RolledBack recorded(ShadowPlan plan, long head) throws CommitOutcomeUnknown {
        Guard guard = guard(plan).expectingMain(head);
        steps.take(
                PublishStep.RECORD_ROLLBACK,
                () -> new GuardedTable(table, guard)
                        .change(base -> TableMetadata.buildFrom(base)
                                .setRef(plan.refs().rolledBackTag(), ages(plan).tag(base.snapshot(head)))
                                .build()));
        table.refresh();
        return new RolledBack(head, How.REFERENCE, true);
    }

    private RolledBack byReference(ShadowPlan plan, long published, long before) throws CommitOutcomeUnknown {
        Guard guard = guard(plan).expectingMain(published);
        steps.take(
                PublishStep.ROLL_BACK_BY_REFERENCE,
                () -> new GuardedTable(table, guard)
                        .change(base -> movedBack(plan, base, RollbackReadiness.requireThere(table, base, before))));
        table.refresh();
        return new RolledBack(before, How.REFERENCE, false);
    }

    private TableMetadata movedBack(ShadowPlan plan, TableMetadata base, Snapshot before) {
        return TableMetadata.buildFrom(base)
                .setBranchSnapshot(before.snapshotId(), SnapshotRef.MAIN_BRANCH)
                .setRef(plan.refs().rolledBackTag(), ages(plan).tag(before))
                .build();
    }

    private RollbackResult byCopies(RollbackRequest request, long head) throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        RangeInspection range = new RangeInspection(table, plan.range());
        List<RangeChange> later =
                new Compaction(plan.range(), range, rows).otherChanges(request.publishedSnapshotId(), head);
        if (!later.isEmpty() && request.laterWrites() == LaterWrites.KEEP) {
            return new Drifted(later);
        }

        long old = table.snapshot(plan.refs().previousTag()).snapshotId();
        long restored = new RestoreBranch(table, plan, rows, clock, steps).of(old);
        table.refresh();
        RangeInspection fresh = new RangeInspection(table, plan.range());
        requireRestored(plan, fresh, old, restored);
        long snapshotId = overwrite(request, fresh, head, restored);
        verify(plan, snapshotId, restored);
        return new RolledBack(snapshotId, How.COPIES, false);
    }

    private long overwrite(RollbackRequest request, RangeInspection range, long head, long restored)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        List<DataFile> files = range.filesWithStatistics(restored).stream()
                .map(RangeFile::file)
                .toList();
        RangeOverwrite overwrite = new RangeOverwrite(range, head, files, plan.id(), CommitKind.ROLLBACK);
        Guard guard = guard(plan).expecting(plan.refs().restoreBranch(), restored);
        return steps.take(
                PublishStep.ROLL_BACK_BY_COPIES,
                () -> new GuardedTable(table, guard)
                        .commit(
                                overwrite::on,
                                properties(request),
                                (base, added) -> Map.of(
                                        plan.refs().rolledBackTag(), ages(plan).tag(added))));
    }

    /** Before main is touched: the branch has the old rows, and each as often. */
    private void requireRestored(ShadowPlan plan, RangeInspection range, long old, long restored) {
        if (!range.partitionFigures(restored).equals(range.partitionFigures(old))
                && !rows.isSame(plan.range(), restored, old)) {
            throw PublishError.rollbackNotReady(
                    table.name(),
                    List.of("branch '%s' has other rows than snapshot %d"
                            .formatted(plan.refs().restoreBranch(), old)));
        }
    }

    private void verify(ShadowPlan plan, long snapshotId, long restored) {
        table.refresh();
        if (!new RangeInspection(table, plan.range()).isSame(snapshotId, restored)) {
            throw PublishError.rollbackWrong(
                    table.name(), snapshotId, "the range has other files than snapshot %d".formatted(restored));
        }
    }

    /** Must work after the schema or the partition spec changed: old files stay readable. */
    private Guard guard(ShadowPlan plan) {
        return Guard.of(plan.contract().asNow(table), plan.id(), plan.epoch())
                .undecidedBy(plan.refs().rolledBackTag());
    }

    private RefAges ages(ShadowPlan plan) {
        return new RefAges(clock.instant(), plan.keepFor());
    }

    private static Map<String, String> properties(RollbackRequest request) {
        ShadowPlan plan = request.shadow();
        return Map.of(
                SummaryKeys.BACKFILL_ID, plan.id().value(),
                SummaryKeys.KIND, CommitKind.ROLLBACK.key(),
                SummaryKeys.EPOCH, Long.toString(plan.epoch()),
                SummaryKeys.SPEC_DIGEST, plan.specDigest(),
                SummaryKeys.CODE_VERSION, plan.codeVersion(),
                SummaryKeys.REASON, request.reason());
    }
}
