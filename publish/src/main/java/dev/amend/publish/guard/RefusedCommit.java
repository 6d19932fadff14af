package dev.amend.publish.guard;

import org.apache.iceberg.exceptions.CleanableFailure;

/**
 * Carries the failure of a check through Iceberg's commit, which deletes an attempt's files for this kind of failure.
 */
final class RefusedCommit extends RuntimeException implements CleanableFailure {
    private static final long serialVersionUID = 1;

    private final RuntimeException reason;

    RefusedCommit(RuntimeException reason) {
        super(reason);
        this.reason = reason;
    }

    RuntimeException reason() {
        return reason;
    }
}
