package dev.amend.publish.branch;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.shadow.ShadowPlan;
import java.util.List;

/** Makes a shadow current, on a table or through a view. */
public interface Publisher {

    /** Publishes once; called again it finds what it did. */
    PublicationResult publish(PublicationRequest request, Consent consent) throws CommitOutcomeUnknown;

    /** Who is in the way of publishing; looks at everything that {@link #publish} does, and writes nothing. */
    List<RangeChange> drift(PublicationRequest request) throws CommitOutcomeUnknown;

    /** Who changed what was published, the oldest first. */
    List<RangeChange> changesSince(ShadowPlan plan, long publishedSnapshotId);
}
