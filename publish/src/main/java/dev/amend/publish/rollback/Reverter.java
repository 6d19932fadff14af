package dev.amend.publish.rollback;

import dev.amend.publish.branch.Consent;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.shadow.ShadowPlan;
import java.util.List;

/** Makes the old data current again, on a table or through a view. */
public interface Reverter {

    /** What is missing for a rollback; empty if it is ready. */
    List<String> missing(ShadowPlan plan);

    /** Rolls back once; called again it finds what it did. */
    RollbackResult rollBack(RollbackRequest request, Consent consent) throws CommitOutcomeUnknown;
}
