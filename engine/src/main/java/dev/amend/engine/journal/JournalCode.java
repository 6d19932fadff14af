package dev.amend.engine.journal;

import dev.amend.specs.AmendException;
import dev.amend.specs.BackfillId;
import dev.amend.specs.ErrorCode;
import dev.amend.specs.ErrorKind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** Ways in which the journal can fail, and the words for each. */
public enum JournalCode implements ErrorCode {
    UNKNOWN_BACKFILL(ErrorKind.USER),
    LEASE_HELD(ErrorKind.LEASE_HELD),
    LEASE_LOST(ErrorKind.LEASE_HELD),
    /** An object of the journal is not what a journal holds. */
    JOURNAL_UNREADABLE(ErrorKind.CHECK_FAILED),
    /** The state can't be where it is said to be. */
    STATE_UNUSABLE(ErrorKind.USER),
    STATE_UNAVAILABLE(ErrorKind.TRANSIENT),
    STATE_BUSY(ErrorKind.TRANSIENT);

    private final ErrorKind kind;

    JournalCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException unknownBackfill(String id, String location, Optional<String> nearest) {
        return new AmendException(
                UNKNOWN_BACKFILL,
                "Unknown backfill '%s'".formatted(id),
                "state " + location,
                nearest.map("Did you mean '%s'? 'amend list' shows every backfill"::formatted)
                        .orElse("'amend list' shows every backfill; --state says where the state is"));
    }

    static AmendException held(BackfillId id, Lease lease, LeaseTimes times) {
        return new AmendException(
                LEASE_HELD,
                "Cannot run %s: another run holds its lease since %s".formatted(id, lease.takenAt()),
                "run %s of %s on %s, process %d, last heartbeat %s"
                        .formatted(
                                lease.holder().runId(),
                                lease.holder().owner(),
                                lease.holder().host(),
                                lease.holder().pid(),
                                lease.heartbeatAt()),
                "'amend status %1$s' shows how far it is, 'amend pause %1$s --reason TEXT' stops it. If it died, run the same command again once its heartbeat is older than %2$d s"
                        .formatted(id, times.expiry().toSeconds()));
    }

    static AmendException lost(BackfillId id, Lease.Holder us, long epoch, Optional<Lease> now) {
        return new AmendException(
                LEASE_LOST,
                "Cannot go on with %s: this run's lease was taken by another run".formatted(id),
                "run %s had epoch %d; %s"
                        .formatted(
                                us.runId(),
                                epoch,
                                now.map(lease -> "epoch %d is held by run %s of %s on %s since %s"
                                                .formatted(
                                                        lease.epoch(),
                                                        lease.holder().runId(),
                                                        lease.holder().owner(),
                                                        lease.holder().host(),
                                                        lease.takenAt()))
                                        .orElse("the lease is gone")),
                "Nothing more is written by this run. 'amend status %s' shows what the other one does".formatted(id));
    }

    static AmendException unreadable(String key, String location, String reason, Throwable cause) {
        return new AmendException(
                JOURNAL_UNREADABLE,
                "Cannot read %s of the journal: %s".formatted(key, reason),
                location,
                "Undo the last change by hand, or put the object back from a copy of the state. The tables are not affected",
                cause);
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

    static AmendException busy(Path lock) {
        return new AmendException(
                STATE_BUSY,
                "Cannot write the state: another process has been writing for ten seconds",
                lock.toString(),
                "Look for a suspended 'amend' process ('ps' shows state T), let it go on or end it, then run the same command again");
    }

    static AmendException contended(String key, String location, int tries) {
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
