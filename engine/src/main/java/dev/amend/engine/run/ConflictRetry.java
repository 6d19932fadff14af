package dev.amend.engine.run;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.exceptions.CommitFailedException;

/**
 * Batches write at the same time, so their commits to the same table conflict. Iceberg tries four more times and then
 * gives up, which happens to about one in a thousand small batches. Such a batch is then written once more while no
 * other batch of this run is.
 */
final class ConflictRetry {
    private final ReadWriteLock writers = new ReentrantReadWriteLock(true);

    /**
     * Writes, and writes once more if only conflicting commits prevented it.
     *
     * @param landed whether the commit is in the table after all: a refusal may be wrong
     */
    void write(Runnable write, BooleanSupplier landed) {
        try {
            holding(writers.readLock(), write);
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            if (!isConflict(e) || landed.getAsBoolean()) {
                throw e;
            }
            holding(writers.writeLock(), write);
        }
    }

    private static void holding(Lock lock, Runnable write) {
        lock.lock();
        try {
            write.run();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isConflict(Throwable e) {
        return e instanceof CommitFailedException
                || (e.getCause() != null && e.getCause() != e && isConflict(e.getCause()));
    }
}
