package dev.amend.engine.run;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.exceptions.CommitFailedException;

/**
 * Batches write side by side, and their commits to the one table get into each other's way: Iceberg tries four times more
 * and gives up, which befalls a small batch among others of the same run about once in a thousand. It then writes once
 * more while no other batch of this run does.
 */
final class WriteTurns {
    private final ReadWriteLock turns = new ReentrantReadWriteLock(true);

    /**
     * Writes, and writes again if only conflicting commits were in the way.
     *
     * @param landed whether the commit is in the table after all: a refusal may be untrue
     */
    void write(Runnable write, BooleanSupplier landed) {
        try {
            holding(turns.readLock(), write);
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            if (!isConflict(e) || landed.getAsBoolean()) {
                throw e;
            }
            holding(turns.writeLock(), write);
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
