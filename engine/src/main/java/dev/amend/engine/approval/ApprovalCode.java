package dev.amend.engine.approval;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Journal;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.List;

/** The reasons why a decision on a report is refused or is not reliable. */
public enum ApprovalCode implements ErrorCode {
    NOT_READY(ErrorKind.USER),
    /** The run must finish or continue first. */
    NOT_BUILT(ErrorKind.NOT_BUILT),
    NO_REPORT(ErrorKind.NOT_BUILT),
    MAY_NOT_APPROVE(ErrorKind.NOT_APPROVED),
    /** The report or the specification is not as the run wrote it. */
    CHANGED_BY_HAND(ErrorKind.CHECK_FAILED);

    private final ErrorKind kind;

    ApprovalCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    public static AmendException notDecidable(Journal journal, BackfillState state) {
        return new AmendException(
                state.isBeforeBuilt() ? NOT_BUILT : NOT_READY,
                "Cannot decide on %s: it is %s, not BUILT".formatted(journal.id(), state),
                journal.id().value(),
                "See 'amend status %s'".formatted(journal.id()));
    }

    public static AmendException noReport(BackfillId id) {
        return new AmendException(
                NO_REPORT,
                "Cannot find a report of %s: no batch was reconciled yet".formatted(id),
                id.value(),
                "Run 'amend run SPEC' first");
    }

    public static AmendException failedReport(BackfillId id) {
        return new AmendException(
                NOT_READY,
                "Cannot approve %s: its report has failed checks".formatted(id),
                id.value(),
                "Look at the report: amend report " + id);
    }

    public static AmendException mayNotApprove(BackfillId id, String reason) {
        return new AmendException(
                MAY_NOT_APPROVE,
                "Cannot approve %s: %s".formatted(id, reason),
                "approval in the specification",
                "Ask one of those who may");
    }

    static AmendException changedByHand(BackfillId id, List<String> faults) {
        return new AmendException(
                CHANGED_BY_HAND,
                "Cannot rely on the report of %s: %d thing(s) are not as the run wrote them:%n%s"
                        .formatted(
                                id,
                                faults.size(),
                                String.join("\n", faults).indent(4).stripTrailing()),
                "backfills/%s of the state".formatted(id),
                "Put the files back from a copy of the state. Or 'amend retry %s --batch BATCH' and 'amend run SPEC' write the report again, and the owner decides again"
                        .formatted(id));
    }
}
