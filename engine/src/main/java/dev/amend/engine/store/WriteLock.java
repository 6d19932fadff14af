package dev.amend.engine.store;

import dev.amend.engine.filemode.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread of one process at a time change a directory, with the kernel's lock on a file in it. The kernel drops
 * that lock when the process ends, however it ends; the file itself has no meaning and stays.
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

    /** A change made under the lock. */
    @FunctionalInterface
    interface Change {
        boolean apply() throws IOException;
    }

    /**
     * Makes a change. An interrupt does not cut it short; the caller's interrupt status stays as it was.
     *
     * @return what the change returned
     * @throws dev.amend.specs.error.AmendException if another process holds the lock for ten seconds, such as a
     *     suspended one
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
            Path file = directory.resolve(NAME);
            if (Files.isSymbolicLink(file)) {
                throw StateCode.linkedLock(file);
            }
            try (FileChannel channel = PrivateFiles.openLock(file);
                    FileLock lock = acquire(channel)) {
                if (lock == null) {
                    throw StateCode.busy(file);
                }
                return change.apply();
            }
        }
    }

    /** The object that is the same for one directory in the whole JVM, without static state. */
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
