package dev.amend.publish.shadow;

import java.time.Instant;

/** A batch as recorded in its commit on the shadow: the checkpoint. */
public record CommittedBatch(
        String batch,
        long snapshotId,
        int attempt,
        long epoch,
        String specDigest,
        String pins,
        long rows,
        long bytes,
        Instant committedAt) {}
