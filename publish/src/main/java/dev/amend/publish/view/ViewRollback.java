package dev.amend.publish.view;

import dev.amend.publish.OldFiles;
import dev.amend.publish.PublishError;
import dev.amend.publish.PublishListener;
import dev.amend.publish.PublishStep;
import dev.amend.publish.RollbackRequest;
import dev.amend.publish.RollbackRequest.LaterWrites;
import dev.amend.publish.RollbackResult;
import dev.amend.publish.RollbackResult.Drifted;
import dev.amend.publish.RollbackResult.How;
import dev.amend.publish.RollbackResult.RolledBack;
import dev.amend.publish.ShadowPlan;
import dev.amend.publish.Steps;
import dev.amend.publish.commit.CommitKind;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.SummaryKeys;
import dev.amend.publish.commit.Tries;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.view.ImmutableViewVersion;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewVersion;

/** Makes consumers read the target again, by one replacement of the view. */
public final class ViewRollback {
    private final ViewPlace place;
    private final ViewRows rows;
    private final Clock clock;
    private final Steps steps;

    public ViewRollback(ViewPlace place, ViewRows rows, Clock clock, PublishListener listener) {
        this.place = place;
        this.rows = rows;
        this.clock = clock;
        this.steps = new Steps(listener);
    }

    /** What is missing for a rollback: the tag, files of the target; empty if it is ready. */
    public List<String> missing(ShadowPlan plan) {
        Table target = place.target();
        List<String> missing = new ArrayList<>();
        if (!target.refs().containsKey(plan.refs().baselineTag())) {
            missing.add("tag '%s' is missing".formatted(plan.refs().baselineTag()));
        }

        WholeTable whole = new WholeTable(target, plan.range(), rows.ofTarget());
        List<RangeFile> files = new ArrayList<>(new RangeInspection(target, plan.range()).files(whole.head()));
        files.addAll(whole.outside(whole.head()));
        missing.addAll(new OldFiles(target.io(), files).missing());
        return missing;
    }

    /**
     * Rolls back once; called again it finds what it did.
     *
     * @throws dev.amend.specs.AmendException if it is not ready, or the view is somebody else's by now: then nothing was
     *     changed
     */
    public RollbackResult rollBack(RollbackRequest request) throws CommitOutcomeUnknown {
        return Tries.of(ViewMoved.class)
                .take(() -> tryOnce(request), (tries, last) -> ViewError.busy(place, tries, last));
    }

    private RollbackResult tryOnce(RollbackRequest request) throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        GuardedView view = new GuardedView(place, place.requiredView(), plan.id(), plan.epoch());
        ViewMetadata seen = view.refresh();
        ViewState state = new ViewState(seen, plan.id());
        if (state.rolledBack().isPresent()) {
            return new RolledBack(targetHead(), How.VIEW, true);
        }

        ViewMark published = state.published()
                .orElseThrow(() -> PublishError.notPublished(place.viewId().toString(), request.publishedSnapshotId()));
        List<String> missing = missing(plan);
        if (!missing.isEmpty()) {
            throw PublishError.rollbackNotReady(place.targetId().toString(), missing);
        }

        WholeTable shadow = new WholeTable(place.requiredShadow(), plan.range(), rows.ofShadow());
        long head = shadow.head();
        List<RangeChange> later = shadow.changes(published.snapshotId(), head);
        if (!later.isEmpty() && request.laterWrites() == LaterWrites.KEEP) {
            return new Drifted(later);
        }
        if (!state.isCurrent() && !readsTarget(seen)) {
            throw ViewError.changed(place, new ViewText(seen.currentVersion()));
        }

        replaceBack(view, seen, request, published);
        requireNobodyLost(view, state, request, shadow, head);
        return new RolledBack(targetHead(), How.VIEW, false);
    }

    /** Somebody else may have set it back by hand: then it only has to be marked. */
    private boolean readsTarget(ViewMetadata view) {
        return new ViewText(view.currentVersion()).reads(place::isTarget);
    }

    private void replaceBack(GuardedView view, ViewMetadata seen, RollbackRequest request, ViewMark published)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        ViewMark mark = new ViewMark(plan.epoch(), published.snapshotId(), seen.currentVersionId());
        steps.take(PublishStep.ROLL_BACK_VIEW, () -> {
            view.change(
                    seen,
                    base -> back(base, request, published, mark),
                    later -> new ViewState(later, plan.id())
                            .rolledBack()
                            .filter(mark::equals)
                            .isPresent());
            return mark;
        });
    }

    private ViewMetadata back(ViewMetadata base, RollbackRequest request, ViewMark published, ViewMark mark) {
        String key = ViewState.rolledBackKey(request.shadow().id());
        ViewMetadata.Builder builder =
                ViewMetadata.buildFrom(base).setProperties(Map.of(key, mark.text(), key + ".reason", request.reason()));
        if (readsTarget(base)) {
            return builder.build();
        }
        if (base.version(published.replacedVersion()) != null) {
            return builder.setCurrentVersionId(published.replacedVersion()).build();
        }
        ViewVersion anew = anew(base, request);
        return builder.setCurrentVersion(anew, base.schemasById().get(anew.schemaId()))
                .build();
    }

    /** A view keeps few versions: where the old one was expired, its query is written again. */
    private ViewVersion anew(ViewMetadata base, RollbackRequest request) {
        ViewVersion current = base.currentVersion();
        Map<String, String> summary = new HashMap<>(request.shadow().properties(CommitKind.ROLLBACK));
        summary.put(SummaryKeys.REASON, request.reason());
        int free =
                base.versions().stream().mapToInt(ViewVersion::versionId).max().orElse(0) + 1;
        return ImmutableViewVersion.builder()
                .from(current)
                .versionId(free)
                .timestampMillis(clock.millis())
                .summary(summary)
                .representations(new ViewText(current).reading(place.targetId().name()))
                .build();
    }

    /** The view reads the target again: what came in between must not go unnoticed. */
    private void requireNobodyLost(
            GuardedView view, ViewState seen, RollbackRequest request, WholeTable shadow, long head) {
        ViewState now = new ViewState(view.refresh(), request.shadow().id());
        now.before(now.metadata().currentVersionId())
                .filter(before -> seen.isCurrent() && before != seen.metadata().currentVersionId())
                .ifPresent(before -> {
                    throw ViewError.replacedMeanwhile(place, before);
                });

        shadow.table().refresh();
        if (request.laterWrites() == LaterWrites.KEEP
                && !shadow.changes(head, shadow.head()).isEmpty()) {
            throw ViewError.writtenMeanwhile(place, shadow.head());
        }
    }

    private long targetHead() {
        return place.target().currentSnapshot().snapshotId();
    }
}
