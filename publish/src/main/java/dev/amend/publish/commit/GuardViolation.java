package dev.amend.publish.commit;

import org.apache.iceberg.exceptions.CleanableFailure;

/** The table is not as a commit expects it: nothing was sent, and sending it again would not help. */
public final class GuardViolation extends RuntimeException implements CleanableFailure {
    private static final long serialVersionUID = 1;

    /** Which expectation does not hold. */
    public enum Rule {
        /** The table was dropped and made anew, or replaced. */
        TABLE,
        SCHEMA,
        PARTITION_SPEC,
        FORMAT_VERSION,
        /** A ref of the backfill is missing or elsewhere. */
        REF,
        /** A later run has taken over. */
        EPOCH,
        /** Main is not where it was expected. */
        MAIN,
        /** The backfill was published or rolled back already. */
        DECISION
    }

    private final Rule rule;

    GuardViolation(Rule rule, String message) {
        super(message);
        this.rule = rule;
    }

    public Rule rule() {
        return rule;
    }

    /** Whether others only were faster: what that means is decided from fresh metadata. */
    public boolean isRace() {
        return rule == Rule.MAIN || rule == Rule.DECISION;
    }
}
