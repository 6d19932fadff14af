package dev.amend.engine.command;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journal;
import dev.amend.specs.AmendException;
import dev.amend.specs.BackfillId;
import dev.amend.specs.ErrorCode;
import dev.amend.specs.ErrorKind;
import java.nio.file.Path;

/** What can be wrong with what a user asks for. */
enum CommandCode implements ErrorCode {
    INVALID_ID(ErrorKind.USER),
    INVALID_OPTION(ErrorKind.USER),
    TOO_LATE(ErrorKind.USER),
    NOT_READY(ErrorKind.USER),
    NO_REPORT(ErrorKind.USER),
    MAY_NOT_APPROVE(ErrorKind.NOT_APPROVED),
    CANNOT_WRITE(ErrorKind.USER),
    NOT_READ_ONLY(ErrorKind.USER),
    QUERY_FAILED(ErrorKind.USER),
    UNKNOWN_PARTITION(ErrorKind.USER),
    UNKNOWN_BATCH(ErrorKind.USER),
    HALTED(ErrorKind.CHECK_FAILED);

    private final ErrorKind kind;

    CommandCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /** Refuses a wish for a backfill that is over, or published. */
    static void requireOpen(Journal journal, Control.Wanted wanted) {
        BackfillState state = journal.status().state();
        boolean over = state == BackfillState.PUBLISHED
                || state == BackfillState.ROLLED_BACK
                || state == BackfillState.RETIRED
                || state == BackfillState.CANCELLED;
        if (over) {
            throw new AmendException(
                    TOO_LATE,
                    "Cannot %s %s: it is %s".formatted(StatusView.lower(wanted.name()), journal.id(), state),
                    journal.id().value(),
                    state == BackfillState.PUBLISHED
                            ? "To undo what was published: amend rollback %s --reason TEXT".formatted(journal.id())
                            : "See 'amend status %s'".formatted(journal.id()));
        }
    }

    static AmendException invalidId(IllegalArgumentException e) {
        return new AmendException(
                INVALID_ID, String.valueOf(e.getMessage()), "ID", "'amend list' shows every backfill", e);
    }

    static AmendException invalidOption(String command, IllegalArgumentException e) {
        return new AmendException(
                INVALID_OPTION, String.valueOf(e.getMessage()), command, "See 'amend %s --help'".formatted(command), e);
    }

    static AmendException unknownBatch(BackfillId id, String batch) {
        return new AmendException(
                UNKNOWN_BATCH,
                "Cannot retry batch '%s': %s has none of that id".formatted(batch, id),
                "--batch",
                "A batch's id is its first partition, as 'amend plan SPEC -o json' lists them");
    }

    static AmendException nothingPublished(BackfillId id, BackfillState state) {
        return nothingPublished(id, state, "See 'amend status %s'".formatted(id));
    }

    /** For a backfill whose shadow is complete. */
    static AmendException onlySpotCheck(BackfillId id, BackfillState state) {
        return nothingPublished(
                id, state, "'amend verify %s --spot-check 99.9%%' derives rows of the shadow again".formatted(id));
    }

    private static AmendException nothingPublished(BackfillId id, BackfillState state, String next) {
        return new AmendException(
                NOT_READY,
                "Cannot verify %s: it is %s, nothing of it is published".formatted(id, state),
                id.value(),
                next);
    }

    static AmendException notRun(BackfillId id) {
        return new AmendException(
                NOT_READY,
                "Cannot go on with %s: no run has begun, so that nothing is frozen yet".formatted(id),
                id.value(),
                "Run 'amend run SPEC' first");
    }

    static AmendException noReport(BackfillId id) {
        return new AmendException(
                NO_REPORT,
                "Cannot find a report of %s: no batch was reconciled yet".formatted(id),
                id.value(),
                "Run 'amend run SPEC' first");
    }

    static AmendException notDecidable(BackfillId id, BackfillState state, String next) {
        return new AmendException(
                NOT_READY, "Cannot decide on %s: it is %s, not BUILT".formatted(id, state), id.value(), next);
    }

    static AmendException failedReport(BackfillId id) {
        return new AmendException(
                NOT_READY,
                "Cannot approve %s: its report has failed checks".formatted(id),
                id.value(),
                "Look at the report: amend report " + id);
    }

    static AmendException mayNotApprove(BackfillId id, String reason) {
        return new AmendException(
                MAY_NOT_APPROVE,
                "Cannot approve %s: %s".formatted(id, reason),
                "approval in the specification",
                "Ask one of those who may");
    }

    static AmendException cannotWrite(Path path, Exception e) {
        return new AmendException(
                CANNOT_WRITE, "Cannot write the copy: " + e.getMessage(), path.toString(), "Name another place", e);
    }

    static AmendException cannotWriteReport(Path folder, String reason) {
        return new AmendException(
                CANNOT_WRITE,
                "Cannot write the report of the dry run: " + reason,
                folder.toString(),
                "Name another folder with --report");
    }

    static AmendException notReadOnly(String query) {
        return new AmendException(
                NOT_READ_ONLY,
                "Cannot run the query: it is not one that only reads",
                query,
                "Use SELECT, WITH, VALUES, SHOW or DESCRIBE");
    }

    static AmendException queryFailed(String query, String reason, Throwable cause) {
        return new AmendException(
                QUERY_FAILED, "Cannot run the query: " + reason, query, "Correct it and try again", cause);
    }

    static AmendException unknownPartition(String partition, String range) {
        return new AmendException(
                UNKNOWN_PARTITION,
                "Cannot prove partition '%s': it is not in the range %s".formatted(partition, range),
                "--partition",
                "Name a partition of the range, or leave the option out");
    }

    static AmendException halted(BackfillId id, String reasons) {
        return new AmendException(
                HALTED,
                "Cannot go on with %s: it halted: %s".formatted(id, reasons),
                id.value(),
                "Look at 'amend report %s'; when the cause is mended, 'amend retry %s' makes the batches due again"
                        .formatted(id, id));
    }
}
