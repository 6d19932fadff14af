package dev.amend.engine.approval;

import dev.amend.engine.journal.ApprovalRecord;

/**
 * An owner's decision on a report.
 *
 * @param by the person who decides
 * @param reason why they decide so; it is kept on record
 */
public record OwnerDecision(ApprovalRecord.Decision decision, String by, String reason) {

    /** The verb of the decision, as messages use it. */
    String action() {
        return switch (decision) {
            case APPROVED -> "approve";
            case REJECTED -> "reject";
        };
    }
}
