package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.Control;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BatchPipelineTest {
    private static final int BATCHES = 40;

    private final AtomicReference<Control> control = new AtomicReference<>(Control.DEFAULTS);
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger building = new AtomicInteger();
    private final AtomicInteger mostBuilding = new AtomicInteger();
    private final Queue<String> built = new ConcurrentLinkedQueue<>();
    private final AtomicInteger compared = new AtomicInteger();

    @Test
    void buildsNoMoreAtATimeThanAllowedAndComparesAllOfThem() throws InterruptedException {
        BatchPipeline pipeline = pipeline(this::build, compared::incrementAndGet, 3);

        for (int i = 0; i < BATCHES; i++) {
            pipeline.awaitTurn();
            pipeline.begin(batch(i));
        }
        pipeline.finish();

        assertThat(built).hasSize(BATCHES).doesNotHaveDuplicates();
        assertThat(compared).hasValue(BATCHES);
        assertThat(mostBuilding.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void buildsTheNextBatchDuringAComparison() throws InterruptedException {
        CountDownLatch secondBuilt = new CountDownLatch(2);
        BatchPipeline pipeline = pipeline(batch -> secondBuilt.countDown(), () -> await(secondBuilt), 1);

        for (int i = 0; i < 2; i++) {
            pipeline.awaitTurn();
            pipeline.begin(batch(i));
        }
        pipeline.finish();

        assertThat(secondBuilt.getCount()).isZero();
    }

    @Test
    void cancelsJobsOfBatchesInFlightWhenItIsAsked() throws InterruptedException {
        CountDownLatch jobs = new CountDownLatch(1);
        BatchPipeline pipeline = new BatchPipeline(
                batch -> await(jobs),
                compared::incrementAndGet,
                safePoint(),
                () -> {
                    cancelled.incrementAndGet();
                    jobs.countDown();
                },
                1);
        pipeline.awaitTurn();
        pipeline.begin(batch(0));

        control.set(
                new Control(Control.Wanted.CANCEL, "olga", Instant.EPOCH, "month end", Control.Mode.DRAIN, Map.of()));
        pipeline.awaitTurn();
        pipeline.finish();

        assertThat(cancelled.get()).isPositive();
        assertThat(compared).hasValue(1);
    }

    @Test
    void goesOnAfterABatchWhoseThreadDied() throws InterruptedException {
        BatchPipeline pipeline = pipeline(
                batch -> {
                    throw new IllegalStateException("planted");
                },
                compared::incrementAndGet,
                1);

        pipeline.awaitTurn();
        pipeline.begin(batch(0));
        pipeline.awaitTurn();
        pipeline.finish();

        assertThat(compared).hasValue(0);
    }

    @Test
    void finishesWhenNothingWasBegun() throws InterruptedException {
        pipeline(built -> {}, compared::incrementAndGet, 1).finish();

        assertThat(compared).hasValue(0);
    }

    private BatchPipeline pipeline(Consumer<Batch> build, Runnable compare, int maxConcurrency) {
        return new BatchPipeline(build, compare, safePoint(), cancelled::incrementAndGet, maxConcurrency);
    }

    private SafePoint safePoint() {
        return new SafePoint(control::get, Optional::empty, RunLimits.NONE, new ManualClock("2026-06-01T10:00:00Z"));
    }

    private void build(Batch batch) {
        mostBuilding.accumulateAndGet(building.incrementAndGet(), Math::max);
        built.add(batch.id());
        building.decrementAndGet();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Batch batch(int week) {
        return new Batch(new PartitionRange(PartitionUnit.DAY, 7L * week, 7L * week + 7));
    }
}
