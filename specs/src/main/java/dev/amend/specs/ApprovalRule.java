package dev.amend.specs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The approval that a backfill needs.
 *
 * @param requiredFrom one of them must approve; empty: anyone may approve
 */
public record ApprovalRule(List<String> requiredFrom, RunnerMay runnerMay, Optional<Duration> expiresAfter) {

    /** The rule for the person who ran the backfill: may that person approve it as well? */
    public enum RunnerMay {
        APPROVE,
        NOT_APPROVE
    }

    /** The default: anyone may approve, and a name is enough. */
    public static final ApprovalRule ANYONE = new ApprovalRule(List.of(), RunnerMay.APPROVE, Optional.empty());

    public ApprovalRule {
        requiredFrom = List.copyOf(requiredFrom);
    }
}
