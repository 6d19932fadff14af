package dev.amend.engine.control;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journal;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.Locale;

/** The reasons why a backfill does not do what a person asks. */
public enum ControlCode implements ErrorCode {
    /** The backfill is over, or published. */
    TOO_LATE(ErrorKind.USER),
    NOT_READY(ErrorKind.USER),
    UNKNOWN_BATCH(ErrorKind.USER),
    HALTED(ErrorKind.CHECK_FAILED),
    /** A run is about to commit or has just committed; wait for the outcome. */
    COMMIT_UNDER_WAY(ErrorKind.LEASE_HELD);

    private final ErrorKind kind;

    ControlCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    /** Refuses a request if the backfill is over or published, unless it unblocks the rollback. */
    public static void requireOpen(Journal journal, Control.Wanted wanted) {
        BackfillState state = journal.status().state();
        boolean takesBack = state == BackfillState.PUBLISHED
                && wanted == Control.Wanted.RUN
                && journal.control().wanted() != Control.Wanted.RUN;
        boolean over = state == BackfillState.PUBLISHED
                || state == BackfillState.ROLLED_BACK
                || state == BackfillState.RETIRED
                || state == BackfillState.CANCELLED;
        if (over && !takesBack) {
            throw new AmendException(
                    TOO_LATE,
                    "Cannot %s %s: it is %s".formatted(wanted.name().toLowerCase(Locale.ROOT), journal.id(), state),
                    journal.id().value(),
                    state == BackfillState.PUBLISHED
                            ? "To undo what was published: amend rollback %s --reason TEXT".formatted(journal.id())
                            : "See 'amend status %s'".formatted(journal.id()));
        }
    }

    /** Refuses a retry: the batches of a possible publication must not be built again. */
    public static AmendException commitLeftOpen(BackfillId id) {
        return new AmendException(
                NOT_READY,
                "Cannot retry a batch of %s: a publication was cut off, and its outcome is not recorded".formatted(id),
                id.value(),
                "'amend publish %s' finds out whether it happened, and finishes it".formatted(id));
    }

    public static AmendException unknownBatch(BackfillId id, String batch) {
        return new AmendException(
                UNKNOWN_BATCH,
                "Cannot retry batch '%s': %s has none of that id".formatted(batch, id),
                "--batch",
                "A batch's id is its first partition, as 'amend plan SPEC -o json' lists them");
    }

    public static AmendException halted(BackfillId id, String reasons) {
        return new AmendException(
                HALTED,
                "Cannot go on with %s: it halted: %s".formatted(id, reasons),
                id.value(),
                "Look at 'amend report %s'. If the data was wrong, correct it: 'amend retry %s' makes the batches due again. If an expectation was wrong, start again under another backfill_id"
                        .formatted(id, id));
    }

    static AmendException commitUnderWay(BackfillId id, String action, CommitIntent intent, String recorded) {
        return new AmendException(
                COMMIT_UNDER_WAY,
                "Cannot %s %s: run %s of %s began to commit a %s at %s, and its outcome is not recorded yet; %s"
                        .formatted(action, id, intent.run(), intent.by(), name(intent), intent.at(), recorded),
                id.value(),
                "Wait for its outcome: 'amend status %1$s' shows it, or says how to find it out. If it published, 'amend rollback %1$s --reason TEXT' undoes it"
                        .formatted(id));
    }

    static AmendException tooLate(BackfillId id, String action, CommitIntent intent) {
        return new AmendException(
                TOO_LATE,
                "Cannot %s %s: it came after the commit that run %s of %s began at %s; consumers read the corrected data"
                        .formatted(action, id, intent.run(), intent.by(), intent.at()),
                id.value(),
                "To undo what was published: amend rollback %s --reason TEXT".formatted(id));
    }

    private static String name(CommitIntent intent) {
        return switch (intent.kind()) {
            case PUBLISH -> "publication";
            case ROLLBACK -> "rollback";
        };
    }
}
