package dev.amend.specs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whose yes is needed.
 *
 * @param requiredFrom one of these must approve; empty: anyone may
 */
public record ApprovalRule(List<String> requiredFrom, RunnerMay runnerMay, Optional<Duration> expiresAfter) {

    /** Whether the one who ran the backfill may approve it as well. */
    public enum RunnerMay {
        APPROVE,
        NOT_APPROVE
    }

    /** Without a rule a name is enough. */
    public static final ApprovalRule ANYONE = new ApprovalRule(List.of(), RunnerMay.APPROVE, Optional.empty());

    public ApprovalRule {
        requiredFrom = List.copyOf(requiredFrom);
    }
}
