package dev.amend.publish.view;

import dev.amend.publish.branch.Consent;
import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.guard.Tries;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.retirement.OldFiles;
import dev.amend.publish.rollback.Reverter;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.publish.rollback.RollbackResult.Drifted;
import dev.amend.publish.rollback.RollbackResult.How;
import dev.amend.publish.rollback.RollbackResult.RolledBack;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
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
public final class ViewRollback implements Reverter {
    private final ViewPlace place;
    private final ViewRows rows;
    private final Clock clock;
    private final AnnouncedSteps steps;

    public ViewRollback(ViewPlace place, ViewRows rows, Clock clock, PublishListener listener) {
        this.place = place;
        this.rows = rows;
        this.clock = clock;
        this.steps = new AnnouncedSteps(listener);
    }

    /** What is missing for a rollback: the tag, files of the target; empty if it is ready. */
    @Override
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
     * Rolls back once; a repeated call finds the rollback and returns it.
     *
     * @param consent checked right before each attempt of the change that consumers will see
     * @throws dev.amend.specs.error.AmendException if the rollback is not ready, or someone else replaced the view;
     *     nothing is changed then
     */
    @Override
    public RollbackResult rollBack(RollbackRequest request, Consent consent) throws CommitOutcomeUnknown {
        return Tries.of(ViewMoved.class)
                .take(() -> tryOnce(request, consent), (tries, last) -> ViewError.busy(place, tries, last));
    }

    private RollbackResult tryOnce(RollbackRequest request, Consent consent) throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        GuardedView view = GuardedView.of(place, plan);
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

        replaceBack(view, seen, request, published, consent);
        requireNobodyLost(view, state, request, shadow, head);
        return new RolledBack(targetHead(), How.VIEW, false);
    }

    /** Someone else may have set the view back by hand; it then only needs the mark. */
    private boolean readsTarget(ViewMetadata view) {
        return new ViewText(view.currentVersion()).reads(place::isTarget);
    }

    private void replaceBack(
            GuardedView view, ViewMetadata seen, RollbackRequest request, ViewMark published, Consent consent)
            throws CommitOutcomeUnknown {
        ShadowPlan plan = request.shadow();
        ViewMark mark = new ViewMark(plan.epoch(), published.snapshotId(), seen.currentVersionId());
        steps.take(PublishStep.ROLL_BACK_VIEW, () -> {
            consent.require();
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
        ViewVersion restored = restored(base, request);
        return builder.setCurrentVersion(restored, base.schemasById().get(restored.schemaId()))
                .build();
    }

    /** Writes the old query as a new version: a view keeps few versions, and the old one may be expired. */
    private ViewVersion restored(ViewMetadata base, RollbackRequest request) {
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

    /** Checks, once the view reads the target again, that no change in between goes unnoticed. */
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
