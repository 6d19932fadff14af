package dev.amend.publish.view;

import dev.amend.publish.branch.ApprovedShadow;
import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.FollowUp;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.branch.PublicationResult.Drifted;
import dev.amend.publish.branch.PublicationResult.How;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.branch.Publisher;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.guard.Tries;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.shadow.BaselineTag;
import dev.amend.publish.shadow.RefAges;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewVersion;

/** Makes a reconciled shadow table current, by one replacement of the view that consumers read. */
public final class ViewPublication implements Publisher {
    private final ViewPlace place;
    private final ViewRows rows;
    private final Clock clock;
    private final AnnouncedSteps steps;

    public ViewPublication(ViewPlace place, ViewRows rows, Clock clock, PublishListener listener) {
        this.place = place;
        this.rows = rows;
        this.clock = clock;
        this.steps = new AnnouncedSteps(listener);
    }

    /**
     * Publishes once; a repeated call finds the publication and returns it.
     *
     * @param consent checked right before each attempt of the change that consumers will see
     * @throws dev.amend.specs.error.AmendException if target, shadow table or view do not meet the requirements
     */
    @Override
    public PublicationResult publish(PublicationRequest request, Consent consent) throws CommitOutcomeUnknown {
        return Tries.of(ViewMoved.class)
                .take(() -> tryOnce(request, consent), (tries, last) -> ViewError.busy(place, tries, last));
    }

    private PublicationResult tryOnce(PublicationRequest request, Consent consent) throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        GuardedView view = GuardedView.of(place, plan);
        ViewMetadata seen = view.refresh();
        ViewState state = new ViewState(seen, plan.id());
        if (state.rolledBack().isPresent()) {
            throw ViewError.rolledBackAlready(place);
        }
        if (state.published().isPresent()) {
            return finished(plan, state, true);
        }

        Tables tables = checked(request);
        List<RangeChange> drift = tables.drift();
        if (!drift.isEmpty()) {
            return new Drifted(drift);
        }
        ViewRequirements.requirePlain(place, seen);
        tagPublished(plan, tables);
        return replace(view, seen, request, tables, consent);
    }

    /** The target and the shadow table, with the heads that were checked. */
    private record Tables(WholeTable target, WholeTable shadow, long shadowHead, long baseline) {

        List<RangeChange> drift() {
            target.table().refresh();
            return target.changes(baseline, target.head());
        }

        boolean isShadowMoved() {
            shadow.table().refresh();
            return shadow.head() != shadowHead;
        }
    }

    private Tables checked(PublicationRequest request) throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        Table target = place.target();
        requireGuard(
                target,
                Guard.of(plan.contract(), plan.id(), plan.epoch())
                        .expecting(plan.refs().baselineTag(), plan.baselineSnapshotId()));

        Table shadow = ShadowTable.requireOf(place, plan.id(), place.requiredShadow());
        TableContract contract = TableContract.of(shadow);
        requireGuard(shadow, Guard.of(contract, plan.id(), plan.epoch()));
        long head = ApprovedShadow.check(shadow, new RangeInspection(shadow, plan.range()), request.inTable(contract))
                .head();
        WholeTable whole = new WholeTable(shadow, plan.range(), rows.ofShadow());
        if (!whole.outside(head).isEmpty()) {
            throw PublishError.notReconciled(shadow.name(), "the shadow table has rows outside of " + plan.range());
        }

        return new Tables(
                new WholeTable(target, plan.range(), rows.ofTarget()), whole, head, plan.baselineSnapshotId());
    }

    private static void requireGuard(Table table, Guard guard) throws CommitOutcomeUnknown {
        try {
            new GuardedTable(table, guard).change(base -> base);
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    /**
     * Tags the published snapshot, and keeps the table like any other from now on. Rollback and verification compare
     * with that snapshot, which the table's own maintenance might expire.
     */
    private void tagPublished(ShadowPlan plan, Tables tables) throws CommitOutcomeUnknown {
        Table shadow = tables.shadow().table();
        Guard guard =
                Guard.of(TableContract.of(shadow), plan.id(), plan.epoch()).expectingMain(tables.shadowHead());
        Snapshot head = shadow.snapshot(tables.shadowHead());
        SnapshotRef ofALiveTable = SnapshotRef.branchBuilder(head.snapshotId()).build();
        SnapshotRef tag = new RefAges(clock.instant(), plan.keepFor()).tag(head);
        try {
            steps.take(
                    PublishStep.TAG_PUBLISHED,
                    () -> new GuardedTable(shadow, guard)
                            .change(base -> TableMetadata.buildFrom(base)
                                    .setRef(plan.refs().publishedTag(), tag)
                                    .setRef(SnapshotRef.MAIN_BRANCH, ofALiveTable)
                                    .build()));
        } catch (GuardViolation e) {
            throw PublishError.violated(shadow.name(), e);
        }
    }

    private PublicationResult replace(
            GuardedView view, ViewMetadata seen, PublicationRequest request, Tables tables, Consent consent)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        ViewMark mark = new ViewMark(plan.epoch(), tables.shadowHead(), seen.currentVersionId());
        ViewReplacement replacement =
                new ViewReplacement(request, mark, place.shadowId().name(), clock.millis());
        steps.take(PublishStep.REPLACE_VIEW, () -> {
            consent.require();
            view.change(seen, replacement::on, replacement::isVisibleIn);
            return mark;
        });

        ViewState now = new ViewState(view.refresh(), plan.id());
        List<RangeChange> drift = tables.drift();
        if (now.rolledBack().isPresent() || isOverSomeoneElse(now, mark)) {
            withdraw(view, plan, mark);
            throw new ViewMoved("the view was replaced at the same moment");
        }
        if (!drift.isEmpty()) {
            withdraw(view, plan, mark);
            return new Drifted(drift);
        }
        if (tables.isShadowMoved()) {
            withdraw(view, plan, mark);
            throw ViewError.withdrawn(place, "the shadow table was written to at the same moment");
        }
        return finished(plan, now, false);
    }

    /** REST catalogs compare only the view's uuid, so another writer's change may have been overwritten. */
    private static boolean isOverSomeoneElse(ViewState now, ViewMark mark) {
        return now.isCurrent()
                && now.before(now.metadata().currentVersionId())
                        .filter(before -> before != mark.replacedVersion())
                        .isPresent();
    }

    /** Withdraws the publication, with further tries if needed: the next try must not accept a wrong publication. */
    private void withdraw(GuardedView view, ShadowPlan plan, ViewMark mark) throws CommitOutcomeUnknown {
        Tries.of(ViewMoved.class)
                .take(
                        () -> {
                            withdrawOnce(view.unfenced(), plan, mark);
                            return mark;
                        },
                        (tries, last) -> ViewError.notWithdrawn(place, tries, last));
    }

    private void withdrawOnce(GuardedView view, ShadowPlan plan, ViewMark mark) throws CommitOutcomeUnknown {
        ViewMetadata now = view.refresh();
        steps.take(PublishStep.WITHDRAW_VIEW, () -> {
            view.change(
                    now,
                    base -> withdrawn(base, plan),
                    later -> new ViewState(later, plan.id())
                            .published()
                            .filter(mark::equals)
                            .isEmpty());
            return now;
        });
    }

    /** Sets the view back to the version before, which may be a publication by another run of this backfill. */
    private static ViewMetadata withdrawn(ViewMetadata base, ShadowPlan plan) {
        ViewState state = new ViewState(base, plan.id());
        ViewMetadata.Builder builder = ViewMetadata.buildFrom(base);
        Optional<Integer> before =
                state.isCurrent() ? state.before(base.currentVersionId()) : Optional.of(base.currentVersionId());
        before.ifPresent(builder::setCurrentVersionId);

        String key = ViewState.publishedKey(plan.id());
        Optional<ViewMark> earlier = before.flatMap(state::markOf);
        return earlier.map(mark -> builder.setProperties(Map.of(key, mark.text())))
                .orElseGet(() -> builder.removeProperties(Set.of(key)))
                .build();
    }

    private Published finished(ShadowPlan plan, ViewState state, boolean already) throws CommitOutcomeUnknown {
        Optional<ViewVersion> version = state.publication();
        if (version.isPresent()) {
            // The age counts from the commit, so a repeated call changes nothing
            new BaselineTag(place.target(), plan, clock, steps)
                    .extend(Instant.ofEpochMilli(version.get().timestampMillis()));
        }
        long snapshotId = state.published().orElseThrow().snapshotId();
        return new Published(snapshotId, plan.baselineSnapshotId(), How.VIEW, already);
    }

    /**
     * Checks whether the shadow table can be published, without writing.
     *
     * @return the changes of the target since the baseline; empty if the shadow can be published, or is already
     *     published
     * @throws dev.amend.specs.error.AmendException if target, shadow table or view do not meet the requirements
     */
    @Override
    public List<RangeChange> drift(PublicationRequest request) throws CommitOutcomeUnknown {
        ViewMetadata seen = place.requiredView().refresh();
        ViewState state = new ViewState(seen, request.shadow().id());
        if (state.rolledBack().isPresent()) {
            throw ViewError.rolledBackAlready(place);
        }
        if (state.published().isPresent()) {
            return List.of();
        }
        ViewRequirements.requirePlain(place, seen);
        return checked(request).drift();
    }

    /** Who changed the shadow table since it was published; empty if it has what was published. */
    @Override
    public List<RangeChange> changesSince(ShadowPlan plan, long publishedSnapshotId) {
        WholeTable shadow = new WholeTable(place.requiredShadow(), plan.range(), rows.ofShadow());
        return shadow.changes(publishedSnapshotId, shadow.head());
    }

    /** The shadow table's current snapshot, which consumers read if the view reads the shadow table. */
    public long readNow() {
        return place.requiredShadow().currentSnapshot().snapshotId();
    }

    /** Advice for the shadow table, in sentences. */
    public List<String> followUp() {
        return new FollowUp(place.requiredShadow()).advice();
    }

    /**
     * Other differences from the publication, in sentences: another version of the view, or rows consumers don't read.
     */
    public List<String> notAsPublished(ShadowPlan plan) {
        ViewMetadata now = place.requiredView().refresh();
        if (!new ViewState(now, plan.id()).isCurrent()) {
            return List.of("view %s is at version %d, which is not the published one:  %s"
                    .formatted(place.viewId(), now.currentVersionId(), new ViewText(now.currentVersion()).shown()));
        }

        WholeTable target = new WholeTable(place.target(), plan.range(), rows.ofTarget());
        List<RangeChange> late = target.changes(plan.baselineSnapshotId(), target.head());
        return late.isEmpty()
                ? List.of()
                : List.of("%s was written to after the baseline, up to its snapshot %d: consumers don't read that"
                        .formatted(place.targetId(), target.head()));
    }
}
