package dev.amend.engine.explain;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.reconciliation.KeyComparison;
import dev.amend.reconciliation.KeySide;
import dev.amend.specs.Batch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The explanation of a row.
 *
 * @param baseline the old side
 * @param batches the batches that contain the key: one, unless the key does not include its partition
 * @param batchesNotShown the number of further batches that contain it
 */
public record Explanation(AskedKey key, SnapshotAt baseline, List<OfBatch> batches, int batchesNotShown) {

    /** A snapshot and the time of its commit. */
    public record SnapshotAt(long id, Instant at) {}

    /**
     * A key in one batch.
     *
     * @param record the progress of the batch
     * @param shadow the batch's commit, once it is built
     * @param before the old rows
     * @param comparison the comparison with the new rows, once the batch is built
     */
    public record OfBatch(
            Batch batch,
            BatchRecord record,
            Optional<SnapshotAt> shadow,
            KeySide before,
            Optional<KeyComparison> comparison,
            List<SourceEvidence> sources) {

        public OfBatch {
            sources = List.copyOf(sources);
        }
    }

    public Explanation {
        batches = List.copyOf(batches);
    }
}
