package dev.amend.reconciliation.checks;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExpectationsTest {
    private final Expectations expectations = new Expectations(aSpecification()
            .of("finance.revenue")
            .partitionedBy("day", PartitionUnit.DAY)
            .over("2024-12-02", "2024-12-08")
            .tolerantMeasure("score", "sum(score)", "0%", "0.001")
            .build());

    private List<Finding> found(String after) {
        return expectations.ofMeasures(
                List.of(new MeasureFigure("score", BigDecimal.TEN, new BigDecimal(after))),
                Measure.Per.BATCH,
                "2024-12-02");
    }

    @Test
    void aMeasureMayMissWhatIsExpectedByItsTolerance() {
        assertThat(found("10.001"))
                .containsExactly(new Finding(
                        Level.AGGREGATE,
                        "measure:score",
                        Outcome.PASS,
                        "2024-12-02",
                        "0%, give or take 0.001",
                        "10 → 10.001 (+0.01%)"));
    }

    @Test
    void andByNoMore() {
        assertThat(found("10.0011")).extracting(Finding::outcome).containsExactly(Outcome.FAIL);
        assertThat(found("9.9989")).extracting(Finding::outcome).containsExactly(Outcome.FAIL);
    }
}
