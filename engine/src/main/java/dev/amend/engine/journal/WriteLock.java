package dev.amend.engine.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread of one process at a time change a directory, by the kernel's lock on a file in it. The kernel drops
 * that lock when the process ends, however it ends; the file itself means nothing and stays.
 */
final class WriteLock {
    private static final String NAME = ".lock";
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int TRIES = 10_000;

    private final Path directory;

    /** @param directory must exist */
    WriteLock(Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    /** What is done under the lock. */
    @FunctionalInterface
    interface Change {
        boolean apply() throws IOException;
    }

    /**
     * Makes a change. It is not cut short by an interrupt; the caller's interrupt status is as before.
     *
     * @return what the change returned
     * @throws dev.amend.specs.AmendException if another process holds the lock for ten seconds, such as a suspended one
     */
    boolean whileLocked(Change change) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return alone(change);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean alone(Change change) throws IOException {
        // A POSIX lock belongs to the process: a second channel on the same file would be let in, and closing it would
        // drop the first one's lock. So at most one channel is open in a JVM, whichever object opens it.
        synchronized (monitor()) {
            try (FileChannel channel = FileChannel.open(
                            directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = acquire(channel)) {
                if (lock == null) {
                    throw JournalCode.busy(directory.resolve(NAME));
                }
                return change.apply();
            }
        }
    }

    /** The only object that is the same for one directory in the whole JVM, without static state. */
    private Object monitor() {
        return ("dev.amend state " + directory).intern();
    }

    private static @Nullable FileLock acquire(FileChannel channel) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return null;
    }
}
