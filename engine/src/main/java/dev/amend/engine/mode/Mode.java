package dev.amend.engine.mode;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.publish.BackfillRefs;
import dev.amend.publish.PublicationRequest;
import dev.amend.publish.PublicationResult;
import dev.amend.publish.Retirement;
import dev.amend.publish.RollbackRequest;
import dev.amend.publish.RollbackResult;
import dev.amend.publish.Shadow;
import dev.amend.publish.ShadowPlan;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.together.JointMember;
import dev.amend.publish.view.ViewRows;
import dev.amend.specs.Specification;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Where a backfill is built, how it becomes current, and how it is taken back. */
public interface Mode {

    /** The one that the specification asks for. */
    static Mode of(Lakehouse lakehouse, FrozenBackfill backfill, Clock clock) {
        Specification specification = backfill.specification();
        if (specification.publish().view().isEmpty()) {
            return new BranchMode(lakehouse, backfill, clock);
        }
        ViewRows rows = new ViewRows(
                TableRows.ofTarget(lakehouse, specification), TableRows.ofShadow(lakehouse, specification));
        return new ViewMode(
                lakehouse.viewPlace(specification),
                rows,
                clock,
                lakehouse.steps().onTarget());
    }

    /** The shadow, as a run works on it. */
    Shadow shadow(ShadowPlan plan);

    /** The branch of the shadow's table that batches are written to. */
    String branch();

    /** Publishes once; called again it finds what it did. */
    PublicationResult publish(PublicationRequest request) throws CommitOutcomeUnknown;

    /** Who is in the way of publishing; looks at everything that {@link #publish} does, and writes nothing. */
    List<RangeChange> drift(PublicationRequest request) throws CommitOutcomeUnknown;

    /** What takes part in one commit of several tables; empty if this mode can't. */
    Optional<JointMember> joint(PublicationRequest request) throws CommitOutcomeUnknown;

    /** The publication that consumers read by the table's or the view's own word, whatever the journal says. */
    Optional<Published> published(BackfillRefs refs);

    /**
     * A publication.
     *
     * @param where what consumers read
     */
    record Published(String where, long snapshotId) {}

    /** Rolls back once; called again it finds what it did. */
    RollbackResult rollBack(RollbackRequest request) throws CommitOutcomeUnknown;

    /** What is missing for a rollback; empty if it is ready. */
    List<String> missing(ShadowPlan plan);

    /** Who changed what was published, the oldest first. */
    List<RangeChange> changesSince(ShadowPlan plan, long publishedSnapshotId);

    /** What else is not as it was published, in sentences. */
    List<String> notAsPublished(ShadowPlan plan);

    /** The snapshot of the shadow's table that was approved. */
    long approved(long publishedSnapshotId);

    /** The snapshot of the shadow's table that consumers read now. */
    long readNow();

    /** What is worth doing for the table that consumers read, in sentences. */
    List<String> followUp();

    /** Lets the shadow and the tags go. */
    Retirement.Retired retire(ShadowPlan plan) throws CommitOutcomeUnknown;
}
