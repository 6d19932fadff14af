package dev.amend.engine.publishingmode;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.TableRows;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.branch.Publisher;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.rollback.Reverter;
import dev.amend.publish.shadow.BackfillRefs;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.together.JointMember;
import dev.amend.publish.view.ViewRows;
import dev.amend.specs.Specification;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The way in which a backfill is built, published and rolled back. */
public interface PublishingMode {

    /** The mode that the specification asks for. */
    static PublishingMode of(Lakehouse lakehouse, FrozenBackfill backfill, Clock clock) {
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

    /** The shadow that a run works on. */
    Shadow shadow(ShadowPlan plan);

    /** The branch of the shadow's table that batches are written to. */
    String branch();

    /** Makes the shadow current. */
    Publisher publisher();

    /** Makes the old data current again. */
    Reverter reverter();

    /** Publishes. Prepares the rollback first if the specification asks for it. */
    PublicationResult publish(PublicationRequest request, Consent consent) throws CommitOutcomeUnknown;

    /** The member of one commit of several tables; empty if this mode can't take part. */
    Optional<JointMember> joint(PublicationRequest request) throws CommitOutcomeUnknown;

    /** The publication that consumers read according to the table or the view, regardless of the journal. */
    Optional<Published> published(BackfillRefs refs);

    /**
     * A publication.
     *
     * @param where the table or view that consumers read
     */
    record Published(String where, long snapshotId) {}

    /** Sentences about anything else that is no longer as published. */
    List<String> notAsPublished(ShadowPlan plan);

    /** The snapshot of the shadow's table that was approved. */
    long approved(long publishedSnapshotId);

    /** The snapshot of the shadow's table that consumers read now. */
    long readNow();

    /** Advice for the table that consumers read, in sentences. */
    List<String> followUp();

    /** Deletes the shadow and the tags. */
    Retirement.Retired retire(ShadowPlan plan) throws CommitOutcomeUnknown;
}
