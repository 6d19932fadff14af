package dev.amend.engine.explain;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.reconciliation.KeyComparison;
import dev.amend.reconciliation.KeySide;
import dev.amend.specs.Batch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a row is as it is.
 *
 * @param baseline the old side
 * @param batches those that have the key: one, unless the key has no partition in it
 * @param batchesNotShown how many more have it
 */
public record Explanation(AskedKey key, SnapshotAt baseline, List<OfBatch> batches, int batchesNotShown) {

    /** A snapshot and when it was committed. */
    public record SnapshotAt(long id, Instant at) {}

    /**
     * A key in one batch.
     *
     * @param record how far the batch has come
     * @param shadow its commit, once it is built
     * @param before the old rows
     * @param comparison with the new ones, once it is built
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
