package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import org.junit.jupiter.api.Test;

final class WaitingBatchesTest {
    private static final long MEGABYTE = 1 << 20;

    private final WaitingBatches waiting = new WaitingBatches();

    @Test
    void takesSmallNeighboursTogetherInTheirOrder() {
        add(14, 1);
        add(0, 1);
        add(7, 1);

        assertThat(waiting.take()).extracting(batch -> batch.range().start()).containsExactly(0L, 7L, 14L);
        assertThat(waiting.take()).isEmpty();
    }

    @Test
    void leavesWhatIsNoNeighbourForTheNextComparison() {
        add(0, 1);
        add(14, 1);

        var first = waiting.take();
        assertThat(first).extracting(batch -> batch.range().start()).containsExactly(0L);
        assertThat(waiting.take()).as("while small ones are compared").isEmpty();

        waiting.finished(first);
        assertThat(waiting.take()).extracting(batch -> batch.range().start()).containsExactly(14L);
    }

    @Test
    void takesNoMoreTogetherThanOneTaskComparesInAMoment() {
        add(0, 6 * MEGABYTE);
        add(7, 6 * MEGABYTE);
        add(14, 6 * MEGABYTE);

        assertThat(waiting.take()).hasSize(2);
    }

    @Test
    void takesALargeBatchOnItsOwnWhateverElseIsCompared() {
        add(0, 1);
        add(7, 1_000 * MEGABYTE);
        add(14, 1_000 * MEGABYTE);

        assertThat(waiting.take()).extracting(batch -> batch.range().start()).containsExactly(7L);
        assertThat(waiting.take()).extracting(batch -> batch.range().start()).containsExactly(14L);
        assertThat(waiting.take()).extracting(batch -> batch.range().start()).containsExactly(0L);
    }

    private void add(long start, long bytes) {
        Batch batch = new Batch(new PartitionRange(PartitionUnit.DAY, start, start + 7));
        waiting.add(new BuiltBatch(batch, BatchRecord.due(batch.id()), bytes));
    }
}
