package dev.amend.publish;

import dev.amend.publish.commit.CommitKind;
import dev.amend.publish.commit.SummaryKeys;
import dev.amend.publish.commit.TableContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be published: exactly the reconciled batches.
 *
 * @param batches every batch of the range with the snapshot at which it was reconciled
 * @param reportDigest the digest of the report that was approved
 */
public record PublicationRequest(
        ShadowPlan shadow, List<ReconciledBatch> batches, String reportDigest, String approvedBy) {

    public PublicationRequest {
        batches = List.copyOf(batches);
    }

    /** The same for a shadow that is a table of its own. */
    public PublicationRequest inTable(TableContract shadowTable) {
        return new PublicationRequest(shadow.inTable(shadowTable), batches, reportDigest, approvedBy);
    }

    /** What the commit that publishes must carry in its summary. */
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(shadow.properties(CommitKind.PUBLISH));
        properties.put(SummaryKeys.REPORT_DIGEST, reportDigest);
        properties.put(SummaryKeys.APPROVED_BY, approvedBy);
        return Map.copyOf(properties);
    }
}
