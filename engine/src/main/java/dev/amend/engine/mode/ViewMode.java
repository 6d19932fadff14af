package dev.amend.engine.mode;

import dev.amend.publish.BackfillRefs;
import dev.amend.publish.PublicationRequest;
import dev.amend.publish.PublicationResult;
import dev.amend.publish.PublishListener;
import dev.amend.publish.Retirement;
import dev.amend.publish.RollbackRequest;
import dev.amend.publish.RollbackResult;
import dev.amend.publish.Shadow;
import dev.amend.publish.ShadowPlan;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.together.JointMember;
import dev.amend.publish.view.PublishedView;
import dev.amend.publish.view.ShadowTable;
import dev.amend.publish.view.ViewPlace;
import dev.amend.publish.view.ViewPublication;
import dev.amend.publish.view.ViewRetirement;
import dev.amend.publish.view.ViewRollback;
import dev.amend.publish.view.ViewRows;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.SnapshotRef;

/** In a table beside the target, which becomes current because the view that consumers read reads it. */
final class ViewMode implements Mode {
    private final ViewPlace place;
    private final ViewRows rows;
    private final Clock clock;
    private final PublishListener steps;

    ViewMode(ViewPlace place, ViewRows rows, Clock clock, PublishListener steps) {
        this.place = place;
        this.rows = rows;
        this.clock = clock;
        this.steps = steps;
    }

    @Override
    public Shadow shadow(ShadowPlan plan) {
        return new ShadowTable(place, plan, clock, steps);
    }

    @Override
    public String branch() {
        return SnapshotRef.MAIN_BRANCH;
    }

    @Override
    public PublicationResult publish(PublicationRequest request) throws CommitOutcomeUnknown {
        return publication().publish(request);
    }

    @Override
    public List<RangeChange> drift(PublicationRequest request) throws CommitOutcomeUnknown {
        return publication().drift(request);
    }

    /** No catalog's views take part in a commit of several tables. */
    @Override
    public Optional<JointMember> joint(PublicationRequest request) {
        return Optional.empty();
    }

    @Override
    public Optional<Published> published(BackfillRefs refs) {
        return new PublishedView(place, refs.id())
                .snapshotId().stream()
                        .mapToObj(snapshotId -> new Published(place.viewId().toString(), snapshotId))
                        .findFirst();
    }

    @Override
    public RollbackResult rollBack(RollbackRequest request) throws CommitOutcomeUnknown {
        return rollback().rollBack(request);
    }

    @Override
    public List<String> missing(ShadowPlan plan) {
        return rollback().missing(plan);
    }

    @Override
    public List<RangeChange> changesSince(ShadowPlan plan, long publishedSnapshotId) {
        return publication().changesSince(plan, publishedSnapshotId);
    }

    @Override
    public List<String> notAsPublished(ShadowPlan plan) {
        return publication().notAsPublished(plan);
    }

    @Override
    public long approved(long publishedSnapshotId) {
        return publishedSnapshotId;
    }

    @Override
    public long readNow() {
        return publication().readNow();
    }

    @Override
    public List<String> followUp() {
        return publication().followUp();
    }

    @Override
    public Retirement.Retired retire(ShadowPlan plan) throws CommitOutcomeUnknown {
        return new ViewRetirement(place, steps).retire(plan);
    }

    private ViewPublication publication() {
        return new ViewPublication(place, rows, clock, steps);
    }

    private ViewRollback rollback() {
        return new ViewRollback(place, rows, clock, steps);
    }
}
