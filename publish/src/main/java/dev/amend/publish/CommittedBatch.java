package dev.amend.publish;

import java.time.Instant;

/** A batch as its commit on the shadow says it: the checkpoint. */
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
