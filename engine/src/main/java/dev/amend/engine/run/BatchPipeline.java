package dev.amend.engine.run;

import dev.amend.specs.Batch;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The batches in flight: each is built in its turn and compared afterwards, while the next one is built. Cancels their
 * jobs if a person asks for it.
 */
final class BatchPipeline {
    private static final Duration LOOK_AROUND = Duration.ofMillis(250);

    private final Consumer<Batch> build;
    private final Runnable compare;
    private final SafePoint safePoint;
    private final JobCanceller canceller;
    private final Semaphore turns;
    private final ExecutorService workers = Executors.newCachedThreadPool();

    /**
     * @param build builds a batch, or records why it could not
     * @param compare compares built batches that wait for it
     * @param maxConcurrency the largest number of batches that are built at a time
     */
    BatchPipeline(
            Consumer<Batch> build, Runnable compare, SafePoint safePoint, JobCanceller canceller, int maxConcurrency) {
        this.build = build;
        this.compare = compare;
        this.safePoint = safePoint;
        this.canceller = canceller;
        this.turns = new Semaphore(maxConcurrency);
    }

    /** Returns once one more batch may be built. */
    void awaitTurn() throws InterruptedException {
        while (!turns.tryAcquire(LOOK_AROUND.toMillis(), TimeUnit.MILLISECONDS)) {
            cancelJobsIfAsked();
        }
    }

    /** Begins a batch in the turn that was awaited. */
    void begin(Batch batch) {
        workers.execute(() -> {
            try {
                build.accept(batch);
            } finally {
                turns.release();
            }
            compare.run();
        });
    }

    /** Returns once no batch is in flight. */
    void finish() throws InterruptedException {
        workers.shutdown();
        while (!workers.awaitTermination(LOOK_AROUND.toMillis(), TimeUnit.MILLISECONDS)) {
            cancelJobsIfAsked();
        }
    }

    private void cancelJobsIfAsked() {
        if (safePoint.cancelsJobs()) {
            canceller.cancelJobs();
        }
    }
}
