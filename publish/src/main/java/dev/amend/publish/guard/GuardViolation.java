package dev.amend.publish.guard;

import org.apache.iceberg.exceptions.CleanableFailure;

/** The table does not meet a commit's conditions: nothing was sent, and sending it again would not help. */
public final class GuardViolation extends RuntimeException implements CleanableFailure {
    private static final long serialVersionUID = 1;

    /** The condition that was not met. */
    public enum Rule {
        /** The table was dropped and created again, or replaced. */
        TABLE,
        SCHEMA,
        PARTITION_SPEC,
        FORMAT_VERSION,
        /** A ref of the backfill is missing, or is at another snapshot. */
        REF,
        /** A later run has taken over. */
        EPOCH,
        /** Main is not at the expected snapshot. */
        MAIN,
        /** The backfill was already published or rolled back. */
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

    /** Returns whether others only committed first. Fresh metadata decides what that means. */
    public boolean isRace() {
        return rule == Rule.MAIN || rule == Rule.DECISION;
    }
}
