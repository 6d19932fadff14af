package dev.amend.publish.branch;

import dev.amend.publish.branch.PublicationResult.Drifted;
import dev.amend.publish.branch.PublicationResult.How;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.CommitTerms;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.guard.HeldBackTable;
import dev.amend.publish.range.FilesToAdd;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/**
 * Makes a reconciled shadow current: one commit on main replaces the files of the range by those of the shadow. Before
 * it is sent, its manifests are compared with the approved files, so nobody ever reads an unapproved publication.
 */
public final class Publication implements Publisher {
    private final Table table;
    private final RowAccess rows;
    private final Clock clock;
    private final AnnouncedSteps steps;

    public Publication(Table table, RowAccess rows, Clock clock, PublishListener listener) {
        this.table = table;
        this.rows = rows;
        this.clock = clock;
        this.steps = new AnnouncedSteps(listener);
    }

    /**
     * Publishes once; a repeated call finds the publication and returns it.
     *
     * @param consent checked right before each attempt of the commit that consumers will see
     * @throws dev.amend.specs.error.AmendException if table, shadow or batches are not as approved; nothing is changed
     *     then
     */
    @Override
    public PublicationResult publish(PublicationRequest request, Consent consent) throws CommitOutcomeUnknown {
        return new TableTries(table).take(() -> tryOnce(request, consent));
    }

    private PublicationResult tryOnce(PublicationRequest request, Consent consent) throws CommitOutcomeUnknown {
        Stage stage = decide(request, new Deciding(table, steps, consent));
        return stage.settled().isPresent()
                ? stage.settled().get()
                : published(request, stage.committed().getAsLong());
    }

    /**
     * Runs all checks of a publication and prepares the deciding commit without sending it. Nothing that consumers read
     * is changed.
     *
     * @throws GuardViolation if the table is not as planned, or others committed first
     * @throws dev.amend.specs.error.AmendException if table, shadow or batches are not as approved
     */
    public StagedPublication stage(PublicationRequest request) throws CommitOutcomeUnknown {
        HeldBackTable heldBack = new HeldBackTable(table);
        Stage stage = decide(
                request, new Deciding(heldBack.table(), new AnnouncedSteps(PublishListener.NONE), Consent.NOT_NEEDED));
        return new StagedPublication(this, request, stage.settled(), heldBack.pending(), stage.committed());
    }

    /**
     * Checks everything without writing anything.
     *
     * @return the changes of the range since the baseline; empty if the shadow can be published, or is already
     *     published
     * @throws dev.amend.specs.error.AmendException if table, shadow or batches are not as approved
     */
    @Override
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

    /** The table that the deciding commit is sent to, the steps it is announced to, and the consent it needs. */
    private record Deciding(Table table, AnnouncedSteps steps, Consent consent) {}

    /** The progress of a publication: it ended without a commit, or with the snapshot of a commit. */
    private record Stage(Optional<PublicationResult> settled, OptionalLong committed) {

        static Stage settled(PublicationResult result) {
            return new Stage(Optional.of(result), OptionalLong.empty());
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
        return new Stage(Optional.empty(), OptionalLong.of(overwrite(request, found, main.head(), deciding)));
    }

    /** A shadow that may be published, and the changes that prevent it. */
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

    /** The result of a publication that was just committed. */
    Published published(PublicationRequest request, long snapshotId) {
        table.refresh();
        Snapshot published = existing(snapshotId);
        long headBefore = new MainHistory(table, request.shadow().refs()).headBefore(published);
        return new Published(snapshotId, headBefore, How.COMMIT, false);
    }

    /** Fails if others have already rolled back and retired the new publication. */
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

    private long overwrite(PublicationRequest request, Inspected found, long head, Deciding deciding)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        long approved = found.shadow().head();
        Guard guard = guard(plan).expecting(plan.refs().branch(), approved);
        OverwriteCheck check = new OverwriteCheck(found.range(), approved);

        try (FilesToAdd files = found.range().filesToAdd(approved)) {
            RangeOverwrite overwrite = new RangeOverwrite(found.range(), head, files, plan.id(), CommitKind.PUBLISH);
            CommitTerms terms = new CommitTerms(new PublicationTags(plan, clock).companions(), (proposed, added) -> {
                requireApproved(check.mismatch(proposed, added));
                overwrite.wasRightOn(proposed.snapshot(added.parentId()));
                deciding.consent().require();
            });
            return deciding.steps()
                    .take(
                            PublishStep.OVERWRITE,
                            () -> new GuardedTable(deciding.table(), guard)
                                    .commit(overwrite::on, request.properties(), terms));
        }
    }

    private void requireApproved(Optional<String> mismatch) {
        mismatch.ifPresent(reason -> {
            throw PublishError.publicationWrong(table.name(), reason);
        });
    }

    private Published foundAgain(PublicationRequest request, MainHistory main, Snapshot published)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        long headBefore = main.headBefore(published);
        if (table.refs().containsKey(plan.refs().branch())) {
            setMissingTags(plan, published, headBefore);
        }
        return new Published(published.snapshotId(), headBefore, How.COMMIT, true);
    }

    /** Sets tags that someone has dropped since, as long as their snapshots exist. */
    private void setMissingTags(ShadowPlan plan, Snapshot published, long headBefore) throws CommitOutcomeUnknown {
        PublicationTags tags = new PublicationTags(plan, clock);
        Guard guard = Guard.of(plan.contract().asNow(table), plan.id(), plan.epoch());
        Set<String> wanted = tags.at(current(), published, headBefore).keySet();
        if (table.refs().keySet().containsAll(wanted)) {
            return;
        }

        steps.take(
                PublishStep.SET_MISSING_TAGS,
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

    /**
     * The changes of rows in the range on main since publication, oldest first; empty if consumers read the published
     * rows, in the same files or in others.
     */
    @Override
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
