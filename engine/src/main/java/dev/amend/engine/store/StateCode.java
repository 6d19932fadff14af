package dev.amend.engine.store;

import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The ways in which reading or writing the state can fail, with the message for each. */
public enum StateCode implements ErrorCode {
    /** An object of the journal is not valid. */
    JOURNAL_UNREADABLE(ErrorKind.CHECK_FAILED),
    /** An object is missing or outdated, as other objects prove. */
    JOURNAL_INCOMPLETE(ErrorKind.CHECK_FAILED),
    /** The state can't be at the configured place. */
    STATE_UNUSABLE(ErrorKind.USER),
    STATE_UNAVAILABLE(ErrorKind.TRANSIENT),
    STATE_BUSY(ErrorKind.TRANSIENT);

    private final ErrorKind kind;

    StateCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    public static AmendException unreadable(String key, String location, String reason, @Nullable Throwable cause) {
        return new AmendException(
                JOURNAL_UNREADABLE,
                "Cannot read %s of the journal: %s".formatted(key, reason),
                location,
                "Undo the last change by hand, or put the object back from a copy of the state. The tables are not affected",
                cause);
    }

    public static AmendException missing(String key, String location, String evidence) {
        return new AmendException(
                JOURNAL_INCOMPLETE,
                "Cannot rely on the journal: %s is missing, although %s".formatted(key, evidence),
                location,
                "Put the object back from a copy of the state. The tables are not affected");
    }

    public static AmendException outdated(String key, String location, String said, String evidence) {
        return new AmendException(
                JOURNAL_INCOMPLETE,
                "Cannot rely on the journal: %s says %s, but %s was written after that".formatted(key, said, evidence),
                location,
                "Put the latest %s back from a copy of the state. The tables are not affected".formatted(key));
    }

    static AmendException unusable(String verb, String key, Path root, IOException cause) {
        return new AmendException(
                STATE_UNUSABLE,
                "Cannot %s %s: %s".formatted(verb, key, reason(cause)),
                "state " + root,
                "Give --state (or 'state' in amend.yaml) a directory that this user may read and write",
                cause);
    }

    static AmendException unavailable(String verb, String key, String location, IOException cause) {
        return new AmendException(
                STATE_UNAVAILABLE,
                "Cannot %s %s: %s".formatted(verb, key, reason(cause)),
                location,
                "Check the disk or the mount that holds the state, then run the same command again",
                cause);
    }

    static AmendException linkedLock(Path lock) {
        return new AmendException(
                STATE_UNUSABLE,
                "Cannot write the state: its lock file is a symbolic link",
                lock.toString(),
                "Find out who created the link, and remove it");
    }

    static AmendException busy(Path lock) {
        return new AmendException(
                STATE_BUSY,
                "Cannot write the state: another process has been writing for ten seconds",
                lock.toString(),
                "Look for a suspended 'amend' process ('ps' shows state T), let it go on or end it, then run the same command again");
    }

    public static AmendException contended(String key, String location, int tries) {
        return new AmendException(
                STATE_BUSY,
                "Cannot write %s: others changed it %d times in a row meanwhile".formatted(key, tries),
                location,
                "Run the same command again");
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileAlreadyExistsException || cause instanceof NotDirectoryException) {
            return "a file is in the way of a directory";
        }
        return String.valueOf(cause.getMessage());
    }
}
