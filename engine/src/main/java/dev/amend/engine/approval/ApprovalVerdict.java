package dev.amend.engine.approval;

import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.specs.ApprovalRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The verdict on whether the current report is approved.
 *
 * @param currentDigest the digest of the report, if there is one
 * @param by the person who decided last
 * @param digest the digest that they decided on
 * @param reasonVoid why that is not a valid approval; empty if it is valid
 */
public record ApprovalVerdict(
        Optional<String> currentDigest, Optional<String> by, Optional<String> digest, Optional<String> reasonVoid) {

    /**
     * Judges the last decision.
     *
     * @param rule names the people whose approval is needed
     * @param runners the people who ran the backfill
     */
    public static ApprovalVerdict of(
            Optional<String> currentDigest,
            List<ApprovalRecord> decisions,
            ApprovalRule rule,
            Set<String> runners,
            Instant now) {
        if (decisions.isEmpty()) {
            return new ApprovalVerdict(
                    currentDigest, Optional.empty(), Optional.empty(), Optional.of("nobody has decided yet"));
        }

        ApprovalRecord last = decisions.get(decisions.size() - 1);
        return new ApprovalVerdict(
                currentDigest,
                Optional.of(last.by()),
                Optional.of(last.reportDigest()),
                flaw(last, currentDigest, rule, runners, now));
    }

    private static Optional<String> flaw(
            ApprovalRecord decision,
            Optional<String> currentDigest,
            ApprovalRule rule,
            Set<String> runners,
            Instant now) {
        if (decision.decision() == ApprovalRecord.Decision.REJECTED) {
            return Optional.of("%s rejected the report: %s".formatted(decision.by(), decision.reason()));
        }
        if (currentDigest.isEmpty() || !currentDigest.get().equals(decision.reportDigest())) {
            return Optional.of("the report changed since it was approved: %s was shown, it is %s now"
                    .formatted(decision.reportDigest(), currentDigest.orElse("gone")));
        }
        return mayNotApprove(decision.by(), rule, runners).or(() -> expired(decision, rule, now));
    }

    private static Optional<String> expired(ApprovalRecord decision, ApprovalRule rule, Instant now) {
        return rule.expiresAfter()
                .map(decision.at()::plus)
                .filter(end -> !now.isBefore(end))
                .map(end -> "the approval expired at " + end);
    }

    /** Returns why a person's approval would not count; empty if it would. */
    public static Optional<String> mayNotApprove(String person, ApprovalRule rule, Set<String> runners) {
        if (!rule.requiredFrom().isEmpty() && !rule.requiredFrom().contains(person)) {
            return Optional.of("approval is required from %s, not from %s"
                    .formatted(String.join(" or ", rule.requiredFrom()), person));
        }
        boolean own = rule.runnerMay() == ApprovalRule.RunnerMay.NOT_APPROVE && runners.contains(person);
        return own ? Optional.of("%s ran the backfill and may not approve it".formatted(person)) : Optional.empty();
    }

    public boolean isValid() {
        return reasonVoid.isEmpty();
    }

    /** The verdict as a sentence. */
    public String sentence() {
        return reasonVoid
                .map(reason -> "none that is valid: " + reason)
                .orElseGet(() -> "approved by " + by.orElse("?") + ", unsigned");
    }
}
