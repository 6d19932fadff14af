package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class WaitingBatchesTest {
    private static final long MEGABYTE = 1 << 20;

    private final WaitingBatches waiting = new WaitingBatches(3);

    @Test
    void takesSmallNeighboursTogetherInTheirOrder() throws InterruptedException {
        add(14, 1);
        add(0, 1);
        add(7, 1);

        assertThat(waiting.take()).extracting(batch -> batch.range().start()).containsExactly(0L, 7L, 14L);
        assertThat(waiting.take()).isEmpty();
    }

    @Test
    void leavesWhatIsNoNeighbourForTheNextComparison() throws InterruptedException {
        add(0, 1);
        add(14, 1);

        var first = waiting.take();
        assertThat(first).extracting(batch -> batch.range().start()).containsExactly(0L);
        assertThat(waiting.take()).as("while small ones are compared").isEmpty();

        waiting.finished(first);
        assertThat(waiting.take()).extracting(batch -> batch.range().start()).containsExactly(14L);
    }

    @Test
    void takesNoMoreTogetherThanOneTaskComparesInAMoment() throws InterruptedException {
        add(0, 6 * MEGABYTE);
        add(7, 6 * MEGABYTE);
        add(14, 6 * MEGABYTE);

        assertThat(waiting.take()).hasSize(2);
    }

    @Test
    void takesALargeBatchOnItsOwnWhateverElseIsCompared() throws InterruptedException {
        add(0, 1);
        add(7, 1_000 * MEGABYTE);
        add(14, 1_000 * MEGABYTE);

        assertThat(waiting.take()).extracting(batch -> batch.range().start()).containsExactly(7L);
        assertThat(waiting.take()).extracting(batch -> batch.range().start()).containsExactly(14L);
        assertThat(waiting.take()).extracting(batch -> batch.range().start()).containsExactly(0L);
    }

    @Test
    void comparesNoMoreAtATimeThanAllowed() throws InterruptedException {
        WaitingBatches one = new WaitingBatches(1);
        one.add(built(0, 1_000 * MEGABYTE));
        one.add(built(7, 1_000 * MEGABYTE));

        List<BuiltBatch> first = one.take();
        assertThat(one.take()).isEmpty();

        one.finished(first);
        assertThat(one.take()).extracting(batch -> batch.range().start()).containsExactly(7L);
    }

    @Test
    @Timeout(30)
    void letsABuilderWaitForRoomWhileComparisonsAreSlower() throws Exception {
        WaitingBatches one = new WaitingBatches(1);
        one.add(built(0, 1));
        List<BuiltBatch> first = one.take();
        for (long start : List.of(14L, 28L, 42L, 56L)) {
            one.add(built(start, 1));
        }

        FutureTask<Void> builder = adding(one, built(70, 1));
        assertThatThrownBy(() -> builder.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        one.finished(first);
        one.take();
        builder.get();
    }

    @Test
    @Timeout(30)
    void letsNobodyWaitForRoomThatNoComparisonMakes() throws InterruptedException {
        WaitingBatches one = new WaitingBatches(1);

        for (long start : List.of(0L, 14L, 28L, 42L, 56L)) {
            one.add(built(start, 1));
        }

        assertThat(one.take()).hasSize(1);
    }

    private static FutureTask<Void> adding(WaitingBatches waiting, BuiltBatch batch) {
        FutureTask<Void> adding = new FutureTask<>(() -> {
            waiting.add(batch);
            return null;
        });
        new Thread(adding).start();
        return adding;
    }

    private void add(long start, long bytes) throws InterruptedException {
        waiting.add(built(start, bytes));
    }

    private static BuiltBatch built(long start, long bytes) {
        Batch batch = new Batch(new PartitionRange(PartitionUnit.DAY, start, start + 7));
        return new BuiltBatch(batch, BatchRecord.due(batch.id()), bytes);
    }
}
