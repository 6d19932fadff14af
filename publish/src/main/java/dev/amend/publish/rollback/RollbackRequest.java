package dev.amend.publish.rollback;

import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.shadow.ShadowPlan;

/**
 * A request to undo a publication, with the rule for rows written into the range since.
 *
 * @param publishedSnapshotId the snapshot that {@link PublicationResult.Published} named
 */
public record RollbackRequest(ShadowPlan shadow, long publishedSnapshotId, LaterWrites laterWrites, String reason) {

    /** The rule for rows that others wrote into the range after publication. */
    public enum LaterWrites {
        /** Keep them: such rows prevent the rollback. */
        KEEP,
        /** Discard them. */
        DISCARD
    }
}
