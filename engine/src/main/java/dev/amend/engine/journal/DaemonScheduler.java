package dev.amend.engine.journal;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Repeats actions in one background thread that does not keep the process alive. */
public final class DaemonScheduler implements Scheduler, AutoCloseable {
    private final ScheduledExecutorService executor;

    public DaemonScheduler(String threadName) {
        this.executor = Executors.newSingleThreadScheduledExecutor(action -> {
            Thread thread = new Thread(action, threadName);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    @Override
    public Repetition every(Duration interval, Runnable action) {
        ScheduledFuture<?> future =
                executor.scheduleWithFixedDelay(action, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
