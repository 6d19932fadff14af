package dev.amend.publish.view;

import dev.amend.publish.ApprovedShadow;
import dev.amend.publish.BaselineTag;
import dev.amend.publish.FollowUp;
import dev.amend.publish.PublicationRequest;
import dev.amend.publish.PublicationResult;
import dev.amend.publish.PublicationResult.Drifted;
import dev.amend.publish.PublicationResult.How;
import dev.amend.publish.PublicationResult.Published;
import dev.amend.publish.PublishError;
import dev.amend.publish.PublishListener;
import dev.amend.publish.PublishStep;
import dev.amend.publish.RefAges;
import dev.amend.publish.ShadowPlan;
import dev.amend.publish.Steps;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.Guard;
import dev.amend.publish.commit.GuardViolation;
import dev.amend.publish.commit.GuardedTable;
import dev.amend.publish.commit.TableContract;
import dev.amend.publish.commit.Tries;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeInspection;
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
public final class ViewPublication {
    private final ViewPlace place;
    private final ViewRows rows;
    private final Clock clock;
    private final Steps steps;

    public ViewPublication(ViewPlace place, ViewRows rows, Clock clock, PublishListener listener) {
        this.place = place;
        this.rows = rows;
        this.clock = clock;
        this.steps = new Steps(listener);
    }

    /**
     * Publishes once; called again it finds what it did.
     *
     * @throws dev.amend.specs.AmendException if target, shadow table or view are not as they must be
     */
    public PublicationResult publish(PublicationRequest request) throws CommitOutcomeUnknown {
        return Tries.of(ViewMoved.class)
                .take(() -> tryOnce(request), (tries, last) -> ViewError.busy(place, tries, last));
    }

    private PublicationResult tryOnce(PublicationRequest request) throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        GuardedView view = new GuardedView(place, place.requiredView(), plan.id(), plan.epoch());
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
        return replace(view, seen, request, tables);
    }

    /** Target and shadow table, and where their heads were when they were looked at. */
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
     * From now on the table is kept like any other. Rollback and verification compare with the snapshot that was
     * published, which the table's own maintenance might expire.
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

    private PublicationResult replace(GuardedView view, ViewMetadata seen, PublicationRequest request, Tables tables)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        ViewMark mark = new ViewMark(plan.epoch(), tables.shadowHead(), seen.currentVersionId());
        ViewReplacement replacement =
                new ViewReplacement(request, mark, place.shadowId().name(), clock.millis());
        steps.take(PublishStep.REPLACE_VIEW, () -> {
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

    /** REST catalogs compare nothing but the view's uuid: there a change of someone else may have been put aside. */
    private static boolean isOverSomeoneElse(ViewState now, ViewMark mark) {
        return now.isCurrent()
                && now.before(now.metadata().currentVersionId())
                        .filter(before -> before != mark.replacedVersion())
                        .isPresent();
    }

    /** Until it is done: a publication that was seen to be wrong must not be found by the next try and taken for right. */
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

    /** Back to the version before, which may be a publication by another run of this backfill. */
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
            // Counted from the commit, so that doing it again changes nothing
            new BaselineTag(place.target(), plan, clock, steps)
                    .extend(Instant.ofEpochMilli(version.get().timestampMillis()));
        }
        long snapshotId = state.published().orElseThrow().snapshotId();
        return new Published(snapshotId, plan.baselineSnapshotId(), How.VIEW, already);
    }

    /**
     * Looks whether it can be published, without writing.
     *
     * @return who changed the target since the baseline; empty if it can be published, or is already
     * @throws dev.amend.specs.AmendException if target, shadow table or view are not as they must be
     */
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
    public List<RangeChange> changesSince(ShadowPlan plan, long publishedSnapshotId) {
        WholeTable shadow = new WholeTable(place.requiredShadow(), plan.range(), rows.ofShadow());
        return shadow.changes(publishedSnapshotId, shadow.head());
    }

    /** The shadow table's snapshot that consumers read now, if they read it. */
    public long readNow() {
        return place.requiredShadow().currentSnapshot().snapshotId();
    }

    /** What is worth doing for the shadow table, in sentences. */
    public List<String> followUp() {
        return new FollowUp(place.requiredShadow()).advice();
    }

    /** What else is not as it was published, in sentences: another version of the view, rows that consumers don't read. */
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
