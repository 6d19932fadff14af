package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;

/**
 * A batch whose commit is in the shadow.
 *
 * @param bytes the approximate compressed size of the data that its comparison reads
 */
record BuiltBatch(Batch batch, BatchRecord record, long bytes) {

    PartitionRange range() {
        return batch.range();
    }

    long snapshotId() {
        return record.snapshotId().orElseThrow();
    }

    boolean isFollowedBy(BuiltBatch other) {
        return batch.isFollowedBy(other.batch);
    }
}
