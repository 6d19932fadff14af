package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.sql.Redaction;
import dev.amend.specs.Batch;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.text.Excerpt;
import dev.amend.specs.text.Reason;
import java.util.Optional;

/** The reason why a batch failed, in a sentence that names batch, check and figures. */
record BatchFailure(String batch, String code, String reason) {
    private static final int MENTIONED = 3;
    private static final int LONGEST = 600;

    static BatchFailure of(BatchReconciliation reconciliation) {
        String checks = reconciliation.failures().stream()
                .limit(MENTIONED)
                .map(Finding::sentence)
                .reduce((one, other) -> one + "; " + other)
                .orElse("");
        int more = reconciliation.failures().size() - MENTIONED;
        return new BatchFailure(
                reconciliation.batch(), "CHECK_FAILED", more > 0 ? checks + "; and %d more".formatted(more) : checks);
    }

    /** @param redaction decides what may be shown of the failure */
    static BatchFailure of(Batch batch, Throwable failure, Redaction redaction) {
        if (failure instanceof AmendException amend) {
            return new BatchFailure(batch.id(), amend.code().name(), Excerpt.of(Reason.of(amend), LONGEST));
        }

        Optional<String> withheld = redaction.withheld(failure);
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return new BatchFailure(
                batch.id(), root.getClass().getSimpleName(), Excerpt.of(withheld.orElse(Reason.of(root)), LONGEST));
    }

    static boolean isLostLease(Throwable failure) {
        return failure instanceof AmendException amend && amend.code().kind() == ErrorKind.LEASE_HELD;
    }

    BatchRecord.Failure recorded() {
        return new BatchRecord.Failure(code, reason);
    }

    String sentence() {
        return "batch %s: %s".formatted(batch, reason);
    }
}
