package dev.amend.engine.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.ApprovalRecord.Decision;
import dev.amend.specs.ApprovalRule;
import dev.amend.specs.ApprovalRule.RunnerMay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ApprovalVerdictTest {
    private static final Instant MONDAY = Instant.parse("2026-06-01T10:00:00Z");
    private static final Optional<String> DIGEST = Optional.of("aa11");
    private static final ApprovalRule STRICT = new ApprovalRule(
            List.of("finance-controller", "cfo"), RunnerMay.NOT_APPROVE, Optional.of(Duration.ofDays(7)));

    private static ApprovalRecord decision(Decision decision, String by, String digest) {
        return new ApprovalRecord(decision, by, MONDAY, "looked at it", digest, "");
    }

    private static ApprovalVerdict verdict(ApprovalRule rule, ApprovalRecord... decisions) {
        return ApprovalVerdict.of(DIGEST, List.of(decisions), rule, Set.of("maria"), MONDAY.plusSeconds(60));
    }

    @Test
    void isValidForExactlyTheReportThatWasShown() {
        ApprovalVerdict verdict = verdict(STRICT, decision(Decision.APPROVED, "cfo", "aa11"));

        assertThat(verdict)
                .isEqualTo(new ApprovalVerdict(DIGEST, Optional.of("cfo"), Optional.of("aa11"), Optional.empty()));
        assertThat(verdict.isValid()).isTrue();
        assertThat(verdict.sentence()).isEqualTo("approved by cfo, unsigned");
    }

    @Test
    void isNoneWhereNobodyDecided() {
        ApprovalVerdict verdict = verdict(ApprovalRule.ANYONE);

        assertThat(verdict.isValid()).isFalse();
        assertThat(verdict.sentence()).isEqualTo("none that is valid: nobody has decided yet");
    }

    @Test
    void isVoidWhenTheReportChanged() {
        assertThat(verdict(ApprovalRule.ANYONE, decision(Decision.APPROVED, "cfo", "bb22"))
                        .reasonVoid())
                .contains("the report changed since it was approved: bb22 was shown, it is aa11 now");
    }

    @Test
    void isVoidWhenTheReportIsGone() {
        ApprovalVerdict verdict = ApprovalVerdict.of(
                Optional.empty(),
                List.of(decision(Decision.APPROVED, "cfo", "bb22")),
                ApprovalRule.ANYONE,
                Set.of(),
                MONDAY);

        assertThat(verdict.reasonVoid())
                .contains("the report changed since it was approved: bb22 was shown, it is gone now");
    }

    @Test
    void countsTheLastWordOnly() {
        ApprovalRecord yes = decision(Decision.APPROVED, "cfo", "aa11");
        ApprovalRecord no = decision(Decision.REJECTED, "cfo", "aa11");

        assertThat(verdict(ApprovalRule.ANYONE, yes, no).reasonVoid())
                .contains("cfo rejected the report: looked at it");
        assertThat(verdict(ApprovalRule.ANYONE, no, yes).isValid()).isTrue();
    }

    @Test
    void isVoidFromSomeoneWhoseYesIsNotAskedFor() {
        assertThat(verdict(STRICT, decision(Decision.APPROVED, "intern", "aa11"))
                        .reasonVoid())
                .contains("approval is required from finance-controller or cfo, not from intern");
    }

    @Test
    void isVoidFromTheOneWhoRanIt() {
        ApprovalRule rule = new ApprovalRule(List.of(), RunnerMay.NOT_APPROVE, Optional.empty());

        assertThat(verdict(rule, decision(Decision.APPROVED, "maria", "aa11")).reasonVoid())
                .contains("maria ran the backfill and may not approve it");
        assertThat(verdict(ApprovalRule.ANYONE, decision(Decision.APPROVED, "maria", "aa11"))
                        .isValid())
                .isTrue();
    }

    @Test
    void isVoidFromTheMomentItExpires() {
        List<ApprovalRecord> decisions = List.of(decision(Decision.APPROVED, "cfo", "aa11"));
        Instant end = Instant.parse("2026-06-08T10:00:00Z");

        assertThat(ApprovalVerdict.of(DIGEST, decisions, STRICT, Set.of(), end.minusMillis(1))
                        .isValid())
                .isTrue();
        assertThat(ApprovalVerdict.of(DIGEST, decisions, STRICT, Set.of(), end).reasonVoid())
                .contains("the approval expired at 2026-06-08T10:00:00Z");
    }
}
