package dev.amend.engine.run;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.Discretion;
import dev.amend.reconciliation.Finding;
import dev.amend.specs.AmendException;
import dev.amend.specs.Batch;
import dev.amend.specs.ErrorKind;
import dev.amend.specs.Excerpt;
import dev.amend.specs.Reason;
import java.util.Optional;

/** Why a batch failed, in a sentence that names batch, check and figures. */
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

    /** @param discretion what may be said of it */
    static BatchFailure of(Batch batch, Throwable failure, Discretion discretion) {
        if (failure instanceof AmendException amend) {
            return new BatchFailure(batch.id(), amend.code().name(), Excerpt.of(Reason.of(amend), LONGEST));
        }

        Optional<String> withheld = discretion.withheld(failure);
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
