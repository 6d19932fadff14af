package dev.amend.engine.mode;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.publish.BackfillRefs;
import dev.amend.publish.CurrentPublication;
import dev.amend.publish.FollowUp;
import dev.amend.publish.Publication;
import dev.amend.publish.PublicationRequest;
import dev.amend.publish.PublicationResult;
import dev.amend.publish.Retirement;
import dev.amend.publish.Rollback;
import dev.amend.publish.RollbackRequest;
import dev.amend.publish.RollbackResult;
import dev.amend.publish.Shadow;
import dev.amend.publish.ShadowBranch;
import dev.amend.publish.ShadowPlan;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.together.JointMember;
import dev.amend.specs.RollbackRule.Copies;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;

/** On a branch of the target, which becomes current by one commit. */
final class BranchMode implements Mode {
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
    public PublicationResult publish(PublicationRequest request) throws CommitOutcomeUnknown {
        prepareRollback(request.shadow());
        return publication().publish(request);
    }

    private void prepareRollback(ShadowPlan plan) throws CommitOutcomeUnknown {
        if (backfill.specification().rollback().copies() == Copies.BEFORE_PUBLICATION) {
            rollback().prepare(plan);
        }
    }

    @Override
    public List<RangeChange> drift(PublicationRequest request) throws CommitOutcomeUnknown {
        return publication().drift(request);
    }

    @Override
    public Optional<JointMember> joint(PublicationRequest request) throws CommitOutcomeUnknown {
        prepareRollback(request.shadow());
        return Optional.of(new JointMember(
                lakehouse.identifier(backfill.specification().target().table()), publication(), request));
    }

    @Override
    public Optional<Published> published(BackfillRefs refs) {
        Table table = target();
        return new CurrentPublication(table, refs)
                .snapshotId().stream()
                        .mapToObj(snapshotId -> new Published(table.name(), snapshotId))
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

    /** Consumers read main, and nothing else says what they read. */
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

    private Publication publication() {
        return new Publication(target(), rows(), clock, lakehouse.steps().onTarget());
    }

    private Rollback rollback() {
        return new Rollback(target(), rows(), clock, lakehouse.steps().onTarget());
    }

    private TableRows rows() {
        return TableRows.ofTarget(lakehouse, backfill.specification());
    }

    private Table target() {
        return lakehouse.table(backfill.specification().target().table());
    }
}
