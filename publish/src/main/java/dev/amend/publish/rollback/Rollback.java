package dev.amend.publish.rollback;

import dev.amend.publish.branch.Compaction;
import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.Decision;
import dev.amend.publish.branch.MainHistory;
import dev.amend.publish.branch.OverwriteCheck;
import dev.amend.publish.branch.RangeOverwrite;
import dev.amend.publish.branch.RowAccess;
import dev.amend.publish.branch.TableTries;
import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.CommitTerms;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.range.FilesToAdd;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.rollback.RollbackResult.Drifted;
import dev.amend.publish.rollback.RollbackResult.How;
import dev.amend.publish.rollback.RollbackResult.RolledBack;
import dev.amend.publish.shadow.RefAges;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** Makes the old data current again and keeps what others wrote outside the range. */
public final class Rollback implements Reverter {
    private final Table table;
    private final RowAccess rows;
    private final Clock clock;
    private final AnnouncedSteps steps;

    public Rollback(Table table, RowAccess rows, Clock clock, PublishListener listener) {
        this.table = table;
        this.rows = rows;
        this.clock = clock;
        this.steps = new AnnouncedSteps(listener);
    }

    /** What is missing for a rollback: tags, files; empty if it is ready. */
    @Override
    public List<String> missing(ShadowPlan plan) {
        table.refresh();
        return new RollbackReadiness(table, plan).missing();
    }

    /**
     * Copies the old rows into new files in advance, so that a rollback only changes metadata, even if others commit.
     *
     * @throws dev.amend.specs.error.AmendException if the table is not as expected
     */
    public void prepare(ShadowPlan plan) throws CommitOutcomeUnknown {
        new TableTries(table)
                .take(() -> new RestoreBranch(table, plan, rows, clock, steps).of(plan.baselineSnapshotId()));
    }

    /**
     * Rolls back once; a repeated call finds the rollback and returns it.
     *
     * @param consent checked right before each attempt of the commit that consumers will see
     * @throws dev.amend.specs.error.AmendException if the rollback is not ready; nothing is changed then
     */
    @Override
    public RollbackResult rollBack(RollbackRequest request, Consent consent) throws CommitOutcomeUnknown {
        return new TableTries(table).take(() -> tryOnce(request, consent));
    }

    private RollbackResult tryOnce(RollbackRequest request, Consent consent) throws CommitOutcomeUnknown {
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
            return byReference(plan, published.snapshotId(), before, consent);
        }
        return byCopies(request, main.head(), consent);
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

    /** Someone moved main back by other means: sets the tag that keeps a late run from publishing again. */
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

    private RolledBack byReference(ShadowPlan plan, long published, long before, Consent consent)
            throws CommitOutcomeUnknown {
        Guard guard = guard(plan).expectingMain(published);
        steps.take(
                PublishStep.ROLL_BACK_BY_REFERENCE,
                () -> new GuardedTable(table, guard).change(base -> {
                    consent.require();
                    return movedBack(plan, base, RollbackReadiness.requireThere(table, base, before));
                }));
        table.refresh();
        return new RolledBack(before, How.REFERENCE, false);
    }

    private TableMetadata movedBack(ShadowPlan plan, TableMetadata base, Snapshot before) {
        return TableMetadata.buildFrom(base)
                .setBranchSnapshot(before.snapshotId(), SnapshotRef.MAIN_BRANCH)
                .setRef(plan.refs().rolledBackTag(), ages(plan).tag(before))
                .build();
    }

    private RollbackResult byCopies(RollbackRequest request, long head, Consent consent) throws CommitOutcomeUnknown {
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
        long snapshotId = overwrite(request, fresh, head, restored, consent);
        table.refresh();
        return new RolledBack(snapshotId, How.COPIES, false);
    }

    private long overwrite(RollbackRequest request, RangeInspection range, long head, long restored, Consent consent)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        Guard guard = guard(plan).expecting(plan.refs().restoreBranch(), restored);
        OverwriteCheck check = new OverwriteCheck(range, restored);

        try (FilesToAdd files = range.filesToAdd(restored)) {
            RangeOverwrite overwrite = new RangeOverwrite(range, head, files, plan.id(), CommitKind.ROLLBACK);
            CommitTerms terms = new CommitTerms(
                    (base, added) ->
                            Map.of(plan.refs().rolledBackTag(), ages(plan).tag(added)),
                    (proposed, added) -> {
                        requireOld(check.mismatch(proposed, added));
                        overwrite.wasRightOn(proposed.snapshot(added.parentId()));
                        consent.require();
                    });
            return steps.take(
                    PublishStep.ROLL_BACK_BY_COPIES,
                    () -> new GuardedTable(table, guard).commit(overwrite::on, properties(request), terms));
        }
    }

    private void requireOld(Optional<String> mismatch) {
        mismatch.ifPresent(reason -> {
            throw PublishError.rollbackWrong(table.name(), reason);
        });
    }

    /** Checks before main is changed that the branch has exactly the old rows, including duplicates. */
    private void requireRestored(ShadowPlan plan, RangeInspection range, long old, long restored) {
        if (!range.partitionFigures(restored).equals(range.partitionFigures(old))
                && !rows.isSame(plan.range(), restored, old)) {
            throw PublishError.rollbackNotReady(
                    table.name(),
                    List.of("branch '%s' has other rows than snapshot %d"
                            .formatted(plan.refs().restoreBranch(), old)));
        }
    }

    /** The guard must also work after the schema or the partition spec changed: old files stay readable. */
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
