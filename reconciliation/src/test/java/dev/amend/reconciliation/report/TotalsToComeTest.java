package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.finding.Verdict;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Totals that batches can't be added up for are computed when all are in: until then nothing may look as if they had been. */
final class TotalsToComeTest {
    private final Specification specification = OneWeek.specification()
            .measure("merchants", "count(distinct merchant_id)", "0%", Measure.Per.BATCH)
            .measure("average", "avg(net_revenue)")
            .measure("revenue", "sum(net_revenue)", "-1% to 0%", Measure.Per.BATCH)
            .build();
    private final List<MeasureFigure> ofTheBatch = List.of(
            OneWeek.figure("merchants", "40", "40"),
            OneWeek.figure("average", "5", "4.99"),
            OneWeek.figure("revenue", "1000", "998"));
    private final List<BatchReconciliation> batches =
            OneWeek.moved(specification, ofTheBatch, List.of()).batches();

    @Test
    void areNamedAndLeaveTheDecisionOpen() {
        Report report = Report.assemble(OneWeek.facts(specification), batches);

        assertThat(report.total().findings())
                .containsExactly(
                        new Finding(
                                Level.AGGREGATE,
                                "measure:revenue",
                                Outcome.PASS,
                                Finding.TOTAL,
                                "-1% to 0%",
                                "1,000 → 998 (-0.20%)"),
                        new Finding(
                                Level.AGGREGATE,
                                "measure:merchants",
                                Outcome.WARN,
                                Finding.TOTAL,
                                "0%",
                                "not computed yet"),
                        new Finding(
                                Level.AGGREGATE,
                                "measure:average",
                                Outcome.WARN,
                                Finding.TOTAL,
                                "a figure",
                                "not computed yet"));
        assertThat(report.total().verdict()).isEqualTo(Verdict.NEEDS_DECISION);
        assertThat(report.total().measures()).extracting(MeasureFigure::name).containsExactly("revenue");
        assertThat(ParsedPage.of(report).texts("verdict", "tbody/tr[1]/td"))
                .satisfies(cells -> assertThat(cells.get(1)).startsWith("measure:merchants"))
                .endsWith(Finding.TOTAL, "0%", "not computed yet");
    }

    @Test
    void areJudgedOnceTheyAreThere() {
        RangeTotals totals = new RangeTotals(
                List.of(OneWeek.figure("merchants", "90", "91"), OneWeek.figure("average", "5", "4.99")), List.of());

        Report report = Report.assemble(OneWeek.facts(specification), batches, totals);

        assertThat(report.total().findings())
                .extracting(Finding::check, Finding::outcome, Finding::found)
                .containsExactly(
                        tuple("measure:merchants", Outcome.FAIL, "90 → 91 (+1.11%)"),
                        tuple("measure:revenue", Outcome.PASS, "1,000 → 998 (-0.20%)"));
        assertThat(report.total().verdict()).isEqualTo(Verdict.FAIL);
    }
}
