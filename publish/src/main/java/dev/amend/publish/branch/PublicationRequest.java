package dev.amend.publish.branch;

import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.shadow.ReconciledBatch;
import dev.amend.publish.shadow.ShadowPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to publish exactly the reconciled batches.
 *
 * @param batches every batch of the range with the snapshot at which it was reconciled
 * @param reportDigest the digest of the approved report
 */
public record PublicationRequest(
        ShadowPlan shadow, List<ReconciledBatch> batches, String reportDigest, String approvedBy) {

    public PublicationRequest {
        batches = List.copyOf(batches);
    }

    /** The same request for a shadow that is a table of its own. */
    public PublicationRequest inTable(TableContract shadowTable) {
        return new PublicationRequest(shadow.inTable(shadowTable), batches, reportDigest, approvedBy);
    }

    /** The properties that the publishing commit must have in its summary. */
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(shadow.properties(CommitKind.PUBLISH));
        properties.put(SummaryKeys.REPORT_DIGEST, reportDigest);
        properties.put(SummaryKeys.APPROVED_BY, approvedBy);
        return Map.copyOf(properties);
    }
}
