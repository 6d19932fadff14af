package dev.amend.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ValidationTest {
    private static final ExplanationRule REASON = new ExplanationRule("tax-taken-out", "new.net = old.net - old.tax");
    private static final Unexplained SOME = new Unexplained(5, Optional.of(DeltaRange.parse("0%")));

    @Test
    void allowsNoRowWithoutAReasonOnceReasonsAreDeclared() {
        assertThat(validation(List.of(REASON), Optional.empty()).unexplained())
                .contains(new Unexplained(0, Optional.empty()));
    }

    @Test
    void keepsTheLimitThatTheSpecificationSets() {
        assertThat(validation(List.of(REASON), Optional.of(SOME)).unexplained()).contains(SOME);
        assertThat(validation(List.of(), Optional.of(SOME)).unexplained()).contains(SOME);
    }

    @Test
    void limitsNothingWhereNeitherReasonNorLimitIsDeclared() {
        assertThat(validation(List.of(), Optional.empty()).unexplained()).isEmpty();
    }

    private static Validation validation(List<ExplanationRule> reasons, Optional<Unexplained> unexplained) {
        return new Validation(
                RowTolerance.NONE,
                Validation.Gaps.NONE,
                List.of(),
                List.of(),
                Set.of(),
                Map.of(),
                reasons,
                unexplained,
                Optional.<BigDecimal>empty(),
                List.of());
    }
}
