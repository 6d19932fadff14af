package dev.amend.engine.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Notices that this process was asked to end, which is a pause for this run alone: the batches in flight are drained if
 * that fits half a minute, the lease is handed back.
 *
 * <p>It hooks in through Hadoop, as Spark does, to come before Spark ends its jobs.
 */
public final class Termination implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Higher comes first; Spark's own hook has 50. */
    private static final int BEFORE_SPARK = 100;

    private final AtomicReference<String> asked = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Runnable hook = this::drain;

    private Termination() {}

    /** Watches from now until closed. */
    public static Termination watch() {
        Termination termination = new Termination();
        ShutdownHookManager.get()
                .addShutdownHook(
                        termination.hook, BEFORE_SPARK, PATIENCE.plusSeconds(5).toSeconds(), TimeUnit.SECONDS);
        return termination;
    }

    /** Why the run should stop; empty as long as nobody asked. */
    public Optional<String> asked() {
        return Optional.ofNullable(asked.get());
    }

    private void drain() {
        asked.set("the process was asked to end");
        try {
            boolean drained = over.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!drained) {
                asked.set("the process was asked to end, and the batches in flight took too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }
}
