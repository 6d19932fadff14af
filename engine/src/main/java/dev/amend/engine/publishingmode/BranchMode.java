package dev.amend.engine.publishingmode;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.TableRows;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.CurrentPublication;
import dev.amend.publish.branch.FollowUp;
import dev.amend.publish.branch.Publication;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.rollback.Rollback;
import dev.amend.publish.shadow.BackfillRefs;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowBranch;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.together.JointMember;
import dev.amend.specs.RollbackRule.Copies;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;

/** Publishes a branch of the target, which becomes current by one commit. */
final class BranchMode implements PublishingMode {
    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final Clock clock;

    BranchMode(Lakehouse lakehouse, FrozenBackfill backfill, Clock clock) {
        this.lakehouse = lakehouse;
        this.backfill = backfill;
        this.clock = clock;
    }

    @Override
    public Shadow shadow(ShadowPlan plan) {
        return new ShadowBranch(target(), plan, clock, lakehouse.steps().onTarget());
    }

    @Override
    public String branch() {
        return backfill.refs().branch();
    }

    @Override
    public PublicationResult publish(PublicationRequest request, Consent consent) throws CommitOutcomeUnknown {
        prepareRollback(request.shadow());
        return publisher().publish(request, consent);
    }

    private void prepareRollback(ShadowPlan plan) throws CommitOutcomeUnknown {
        if (backfill.specification().rollback().copies() == Copies.BEFORE_PUBLICATION) {
            reverter().prepare(plan);
        }
    }

    @Override
    public Optional<JointMember> joint(PublicationRequest request) throws CommitOutcomeUnknown {
        prepareRollback(request.shadow());
        return Optional.of(new JointMember(
                lakehouse.identifier(backfill.specification().target().table()), publisher(), request));
    }

    @Override
    public Optional<Published> published(BackfillRefs refs) {
        Table table = target();
        return new CurrentPublication(table, refs)
                .snapshotId().stream()
                        .mapToObj(snapshotId -> new Published(table.name(), snapshotId))
                        .findFirst();
    }

    /** Returns nothing: consumers read main, and nothing else determines what they read. */
    @Override
    public List<String> notAsPublished(ShadowPlan plan) {
        return List.of();
    }

    @Override
    public long approved(long publishedSnapshotId) {
        return Lakehouse.snapshotAt(target(), branch());
    }

    @Override
    public long readNow() {
        return target().currentSnapshot().snapshotId();
    }

    @Override
    public List<String> followUp() {
        return new FollowUp(target()).advice();
    }

    @Override
    public Retirement.Retired retire(ShadowPlan plan) throws CommitOutcomeUnknown {
        return new Retirement(target(), lakehouse.steps().onTarget()).retire(plan);
    }

    @Override
    public Publication publisher() {
        return new Publication(target(), rows(), clock, lakehouse.steps().onTarget());
    }

    @Override
    public Rollback reverter() {
        return new Rollback(target(), rows(), clock, lakehouse.steps().onTarget());
    }

    private TableRows rows() {
        return TableRows.ofTarget(lakehouse, backfill.specification());
    }

    private Table target() {
        return lakehouse.table(backfill.specification().target().table());
    }
}
