package dev.amend.publish.shadow;

import dev.amend.specs.Batch;

/** A batch and the snapshot of the shadow at which it was reconciled. */
public record ReconciledBatch(Batch batch, long snapshotId) {}
