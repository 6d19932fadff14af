package dev.amend.publish;

import dev.amend.publish.PublicationResult.Drifted;
import dev.amend.publish.PublicationResult.Published;
import dev.amend.publish.commit.CommitKind;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.Guard;
import dev.amend.publish.commit.GuardViolation;
import dev.amend.publish.commit.GuardedTable;
import dev.amend.publish.commit.HeldBackTable;
import dev.amend.publish.commit.Tries;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** Makes a reconciled shadow current, in one commit. */
public final class Publication {
    private final Table table;
    private final RowAccess rows;
    private final Clock clock;
    private final Steps steps;
    private final Rollback rollback;

    public Publication(Table table, RowAccess rows, Clock clock, PublishListener listener) {
        this.table = table;
        this.rows = rows;
        this.clock = clock;
        this.steps = new Steps(listener);
        this.rollback = new Rollback(table, rows, clock, listener);
    }

    /**
     * Publishes once; called again it finds what it did. The result is verified, and undone if it is not what was
     * approved.
     *
     * @throws dev.amend.specs.AmendException if table, shadow or batches are not as approved
     */
    public PublicationResult publish(PublicationRequest request) throws CommitOutcomeUnknown {
        try {
            return Tries.ofTable()
                    .take(() -> tryOnce(request), (tries, last) -> PublishError.mainBusy(table.name(), tries, last));
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    private PublicationResult tryOnce(PublicationRequest request) throws CommitOutcomeUnknown {
        Stage stage = decide(request, new Deciding(table, steps));
        return stage.settled().isPresent()
                ? stage.settled().get()
                : verified(request, stage.committed().orElseThrow());
    }

    /**
     * Checks everything as for a publication and prepares the commit that decides, without sending it. Nothing that
     * consumers read is changed.
     *
     * @throws GuardViolation if the table is not as planned, or others were faster
     * @throws dev.amend.specs.AmendException if table, shadow or batches are not as approved
     */
    public StagedPublication stage(PublicationRequest request) throws CommitOutcomeUnknown {
        HeldBackTable heldBack = new HeldBackTable(table);
        Stage stage = decide(request, new Deciding(heldBack.table(), new Steps(PublishListener.NONE)));
        return new StagedPublication(this, request, stage.settled(), heldBack.pending(), stage.committed());
    }

    /**
     * Checks everything without writing anything.
     *
     * @return who changed the range since the baseline; empty if it can be published, or is already
     * @throws dev.amend.specs.AmendException if table, shadow or batches are not as approved
     */
    public List<RangeChange> drift(PublicationRequest request) throws CommitOutcomeUnknown {
        table.refresh();
        MainHistory main = new MainHistory(table, request.shadow().refs());
        Optional<Decision> decision = main.latestDecision();
        if (decision.isPresent()) {
            requirePublished(main, decision.get());
            return List.of();
        }
        try {
            new GuardedTable(table, guard(request.shadow())).change(base -> base);
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
        return inspected(request, main.head()).drift();
    }

    /** Where the commit goes that makes the shadow current, and who is told of it. */
    private record Deciding(Table table, Steps steps) {}

    /**
     * The commit that decides.
     *
     * @param range what was read of the table before it
     * @param shadowHead what was approved
     */
    record Committed(RangeInspection range, long shadowHead, long snapshotId) {}

    /** How far a publication came: it ended without a commit, or with one. */
    private record Stage(Optional<PublicationResult> settled, Optional<Committed> committed) {

        static Stage settled(PublicationResult result) {
            return new Stage(Optional.of(result), Optional.empty());
        }
    }

    private Stage decide(PublicationRequest request, Deciding deciding) throws CommitOutcomeUnknown {
        table.refresh();
        MainHistory main = new MainHistory(table, request.shadow().refs());
        Optional<Decision> decision = main.latestDecision();
        if (decision.isPresent()) {
            requirePublished(main, decision.get());
            return Stage.settled(foundAgain(request, main, decision.get().snapshot()));
        }

        Inspected found = inspected(request, main.head());
        if (!found.drift().isEmpty()) {
            return Stage.settled(new Drifted(found.drift()));
        }
        long snapshotId = isSwap(request.shadow(), found.shadow(), main.head())
                ? swap(request, found.shadow(), main.head(), deciding)
                : overwrite(request, found.shadow(), found.range(), main.head(), deciding);
        return new Stage(
                Optional.empty(),
                Optional.of(new Committed(found.range(), found.shadow().head(), snapshotId)));
    }

    /** A shadow that may be published, and who is in its way. */
    private record Inspected(RangeInspection range, ApprovedShadow shadow, List<RangeChange> drift) {}

    private Inspected inspected(PublicationRequest request, long head) {
        ShadowPlan plan = request.shadow();
        RangeInspection range = new RangeInspection(table, plan.range());
        ApprovedShadow shadow = ApprovedShadow.check(table, range, request);
        range.requireNoStraddlingFiles(shadow.head());
        List<RangeChange> drift =
                new Compaction(plan.range(), range, rows).otherChanges(plan.baselineSnapshotId(), head);
        return new Inspected(range, shadow, drift);
    }

    /** Of a publication that was committed just now. */
    Published verified(PublicationRequest request, Committed committed) throws CommitOutcomeUnknown {
        table.refresh();
        ShadowPlan plan = request.shadow();
        MainHistory main = new MainHistory(table, plan.refs());
        Snapshot published = existing(committed.snapshotId());
        PublicationCheck check = new PublicationCheck(table, committed.range());
        long headBefore = main.headBefore(published);
        requireRight(plan, published, check.mismatch(published, committed.shadowHead(), headBefore));
        return new Published(published.snapshotId(), headBefore, MainHistory.howPublished(published), false);
    }

    /** Others may have rolled back and retired what was just published. */
    private Snapshot existing(long publishedId) {
        Snapshot published = table.snapshot(publishedId);
        if (published == null) {
            throw PublishError.movedOffPublication(table.name(), publishedId);
        }
        return published;
    }

    private void requirePublished(MainHistory main, Decision decision) {
        long snapshotId = decision.snapshot().snapshotId();
        if (decision.kind() != CommitKind.PUBLISH) {
            throw PublishError.rolledBackAlready(table.name(), snapshotId);
        }
        if (main.wasMovedOff(decision.snapshot())) {
            throw PublishError.movedOffPublication(table.name(), snapshotId);
        }
    }

    private static boolean isSwap(ShadowPlan plan, ApprovedShadow shadow, long head) {
        return head == plan.baselineSnapshotId() && head == shadow.history().root();
    }

    private long swap(PublicationRequest request, ApprovedShadow shadow, long head, Deciding deciding)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        String branch = plan.refs().branch();
        Guard guard = guard(plan).expectingMain(head);
        long sealed = sealed(request, shadow, guard);

        deciding.steps()
                .take(
                        PublishStep.SWAP,
                        () -> new GuardedTable(deciding.table(), guard.expecting(branch, sealed))
                                .change(base -> swapped(plan, base, sealed, head)));
        return sealed;
    }

    private TableMetadata swapped(ShadowPlan plan, TableMetadata base, long sealed, long head) {
        TableMetadata.Builder builder =
                TableMetadata.buildFrom(base).setBranchSnapshot(sealed, SnapshotRef.MAIN_BRANCH);
        new PublicationTags(plan, clock).at(base, base.snapshot(sealed), head).forEach(builder::setRef);
        return builder.build();
    }

    /** The shadow's head if it carries this release's properties already, from a run that crashed; else a new one. */
    private long sealed(PublicationRequest request, ApprovedShadow shadow, Guard guard) throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        Snapshot head = table.snapshot(shadow.head());
        if (CommitKind.PUBLISH.marks(head, plan.id())
                && head.summary().entrySet().containsAll(request.properties().entrySet())) {
            return head.snapshotId();
        }

        return steps.take(PublishStep.SEAL, () -> {
            long bare = unsealed(plan, head, guard);
            return new GuardedTable(table, guard.expecting(plan.refs().branch(), bare))
                    .commit(
                            target ->
                                    target.newFastAppend().toBranch(plan.refs().branch()),
                            request.properties());
        });
    }

    /** A seal of an earlier run says what does not hold any more, and main must not have two. */
    private long unsealed(ShadowPlan plan, Snapshot head, Guard guard) throws CommitOutcomeUnknown {
        if (!CommitKind.PUBLISH.marks(head, plan.id())) {
            return head.snapshotId();
        }

        String branch = plan.refs().branch();
        new GuardedTable(table, guard.expecting(branch, head.snapshotId()))
                .change(base -> TableMetadata.buildFrom(base)
                        .setBranchSnapshot(head.parentId(), branch)
                        .build());
        return head.parentId();
    }

    private long overwrite(
            PublicationRequest request, ApprovedShadow shadow, RangeInspection range, long head, Deciding deciding)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        Guard guard = guard(plan).expecting(plan.refs().branch(), shadow.head());
        List<DataFile> files = range.filesWithStatistics(shadow.head()).stream()
                .map(RangeFile::file)
                .toList();
        RangeOverwrite overwrite = new RangeOverwrite(range, head, files, plan.id(), CommitKind.PUBLISH);

        PublicationTags tags = new PublicationTags(plan, clock);
        return deciding.steps()
                .take(
                        PublishStep.OVERWRITE,
                        () -> new GuardedTable(deciding.table(), guard)
                                .commit(overwrite::on, request.properties(), tags.companions()));
    }

    private Published foundAgain(PublicationRequest request, MainHistory main, Snapshot published)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        long headBefore = main.headBefore(published);
        if (table.refs().containsKey(plan.refs().branch()) && hasAllReconciled(request)) {
            mendTags(plan, published, headBefore);
            RangeInspection range = new RangeInspection(table, plan.range());
            PublicationCheck check = new PublicationCheck(table, range);
            requireRight(plan, published, check.mismatch(published, reconciledFiles(request, range), headBefore));
        }
        return new Published(published.snapshotId(), headBefore, MainHistory.howPublished(published), true);
    }

    /** What someone dropped since, as long as its snapshot is there. */
    private void mendTags(ShadowPlan plan, Snapshot published, long headBefore) throws CommitOutcomeUnknown {
        PublicationTags tags = new PublicationTags(plan, clock);
        Guard guard = Guard.of(plan.contract().asNow(table), plan.id(), plan.epoch());
        Set<String> wanted = tags.at(current(), published, headBefore).keySet();
        if (table.refs().keySet().containsAll(wanted)) {
            return;
        }

        steps.take(
                PublishStep.MEND_TAGS,
                () -> new GuardedTable(table, guard).change(base -> {
                    TableMetadata.Builder builder = TableMetadata.buildFrom(base);
                    tags.at(base, published, headBefore).forEach((name, tag) -> {
                        if (base.ref(name) == null) {
                            builder.setRef(name, tag);
                        }
                    });
                    return builder.build();
                }));
        table.refresh();
    }

    private TableMetadata current() {
        return ((HasTableOperations) table).operations().current();
    }

    private void requireRight(ShadowPlan plan, Snapshot published, Optional<String> mismatch)
            throws CommitOutcomeUnknown {
        if (mismatch.isPresent()) {
            String undone = rollback.undo(plan, published.snapshotId(), mismatch.get());
            throw PublishError.publicationWrong(table.name(), published.snapshotId(), mismatch.get(), undone);
        }
    }

    /** Rolls back what was published just now, since something else is wrong, and says in a clause how that went. */
    public String undo(ShadowPlan plan, String reason) throws CommitOutcomeUnknown {
        table.refresh();
        long published = new MainHistory(table, plan.refs())
                .latestDecision()
                .orElseThrow()
                .snapshot()
                .snapshotId();
        return rollback.undo(plan, published, reason);
    }

    /** Not the shadow's as it is by now: a run that was fenced off may have written to it since. */
    private static List<RangeFile> reconciledFiles(PublicationRequest request, RangeInspection range) {
        return request.batches().stream()
                .flatMap(batch -> range.of(batch.batch()).files(batch.snapshotId()).stream())
                .toList();
    }

    private boolean hasAllReconciled(PublicationRequest request) {
        return request.batches().stream().allMatch(batch -> table.snapshot(batch.snapshotId()) != null);
    }

    /**
     * Who changed rows of the range on main since it was published, oldest first; empty if consumers read what was
     * published, be it in other files.
     */
    public List<RangeChange> changesSince(ShadowPlan plan, long publishedSnapshotId) {
        table.refresh();
        long head = new MainHistory(table, plan.refs()).head();
        RangeInspection range = new RangeInspection(table, plan.range());
        return new Compaction(plan.range(), range, rows).otherChanges(publishedSnapshotId, head);
    }

    private static Guard guard(ShadowPlan plan) {
        return Guard.of(plan.contract(), plan.id(), plan.epoch())
                .expecting(plan.refs().baselineTag(), plan.baselineSnapshotId())
                .undecidedBy(plan.refs().publishedTag(), plan.refs().rolledBackTag());
    }
}
