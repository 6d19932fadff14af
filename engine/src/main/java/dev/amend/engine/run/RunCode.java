package dev.amend.engine.run;

import dev.amend.engine.journal.BackfillState;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batch;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.List;

/** The reasons why a run stops. */
enum RunCode implements ErrorCode {
    COMMIT_NOT_FOUND(ErrorKind.TRANSIENT),
    COMMIT_REPLACED(ErrorKind.TRANSIENT),
    SPECIFICATION_CHANGED(ErrorKind.USER),
    NOT_PROVED(ErrorKind.USER),
    WRONG_STATE(ErrorKind.USER),
    PROCESS_ENDS(ErrorKind.STOPPED);

    private final ErrorKind kind;

    RunCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException processEnds(BackfillId id, Throwable cause) {
        return new AmendException(
                PROCESS_ENDS,
                "The run of %s was ended before its batches in flight were done; finished batches are kept"
                        .formatted(id),
                id.value(),
                "Run the same command again: it goes on where this one ended",
                cause);
    }

    static AmendException commitNotFound(BackfillId id, Batch batch, int attempt) {
        return new AmendException(
                COMMIT_NOT_FOUND,
                "Cannot find the commit of attempt %d in the shadow, though writing it did not fail".formatted(attempt),
                "%s, batch %s".formatted(id, batch.id()),
                "Run the same command again; if it happens again, another run may be writing to the shadow");
    }

    static AmendException commitReplaced(BackfillId id, Batch batch, long expected) {
        return new AmendException(
                COMMIT_REPLACED,
                "Cannot compare the batch: commit %d, which this run made, is not its latest in the shadow"
                        .formatted(expected),
                "%s, batch %s".formatted(id, batch.id()),
                "Another run may be writing to the shadow: see 'amend status %s', then run the same command again"
                        .formatted(id));
    }

    static AmendException specificationChanged(BackfillId id, List<String> changes) {
        return new AmendException(
                SPECIFICATION_CHANGED,
                "Cannot run %s: its specification is frozen, and the file differs in %d key(s): %s"
                        .formatted(id, changes.size(), String.join("; ", changes)),
                id.value(),
                "Put the file back as it was, or give the change a new backfill_id");
    }

    static AmendException notProved(BackfillId id, String reason) {
        return new AmendException(
                NOT_PROVED,
                "Cannot run %s: %s".formatted(id, reason),
                id.value(),
                "Run 'amend prove SPEC' first: it builds one partition twice and compares");
    }

    static AmendException proofFailed(BackfillId id, String partition) {
        return new AmendException(
                NOT_PROVED,
                "Cannot run %s: its proof on partition %s failed".formatted(id, partition),
                id.value(),
                "Run 'amend prove SPEC --partition %s' to see which check failed, and correct the specification"
                        .formatted(partition));
    }

    static AmendException wrongState(BackfillId id, BackfillState state, String action, String next) {
        return new AmendException(WRONG_STATE, "Cannot %s %s: it is %s".formatted(action, id, state), id.value(), next);
    }
}
