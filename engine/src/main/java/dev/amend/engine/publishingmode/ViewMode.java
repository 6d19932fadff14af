package dev.amend.engine.publishingmode;

import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.shadow.BackfillRefs;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.PublishListener;
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

/** Publishes a separate table, which becomes current when the view that consumers read reads it. */
final class ViewMode implements PublishingMode {
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
    public PublicationResult publish(PublicationRequest request, Consent consent) throws CommitOutcomeUnknown {
        return publisher().publish(request, consent);
    }

    /** Returns nothing: a catalog's views can't take part in a commit of several tables. */
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
    public List<String> notAsPublished(ShadowPlan plan) {
        return publisher().notAsPublished(plan);
    }

    @Override
    public long approved(long publishedSnapshotId) {
        return publishedSnapshotId;
    }

    @Override
    public long readNow() {
        return publisher().readNow();
    }

    @Override
    public List<String> followUp() {
        return publisher().followUp();
    }

    @Override
    public Retirement.Retired retire(ShadowPlan plan) throws CommitOutcomeUnknown {
        return new ViewRetirement(place, steps).retire(plan);
    }

    @Override
    public ViewPublication publisher() {
        return new ViewPublication(place, rows, clock, steps);
    }

    @Override
    public ViewRollback reverter() {
        return new ViewRollback(place, rows, clock, steps);
    }
}
