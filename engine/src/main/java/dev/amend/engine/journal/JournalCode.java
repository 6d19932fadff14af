package dev.amend.engine.journal;

import dev.amend.specs.ErrorCode;
import dev.amend.specs.ErrorKind;

/** Ways in which the journal can fail, and the words for each. */
public enum JournalCode implements ErrorCode {
    UNKNOWN_BACKFILL(ErrorKind.USER),
    LEASE_HELD(ErrorKind.LEASE_HELD),
    LEASE_LOST(ErrorKind.LEASE_HELD),
    JOURNAL_UNREADABLE(ErrorKind.CHECK_FAILED),
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
}
