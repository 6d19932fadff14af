package dev.amend.publish;

import java.util.List;

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
}
