package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.ColumnChange.Factors;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.report.ReportFacts.BatchRun;
import dev.amend.specs.Specification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReportHtmlTest {
    private final Specification specification = SampleReports.specification();
    private final ReportFacts facts = SampleReports.facts(specification, SampleReports.NOW, 1);

    @Test
    void saysWhatAnOwnerDecidesOn() {
        Report report = Report.assemble(facts, SampleReports.batches(specification, List.of("net_revenue")));

        assertThat(ReportHtml.render(report))
                .startsWith("<!DOCTYPE html>")
                .contains("Pass", "Rows changed", "53,606", "revenue moved by", "tax-taken-out")
                .contains("amend approve revenue-tax-fix-2026-06 --by NAME --reason", report.digest())
                .contains("id=\"verdict\"", "id=\"intended\"", "id=\"waterfall\"", "id=\"series\"", "id=\"batches\"")
                .contains("id=\"columns\"", "id=\"rows\"", "id=\"evidence\"", "id=\"decision\"");
    }

    @Test
    void offersNoApprovalOfWhatFailed() {
        List<BatchReconciliation> batches =
                new ArrayList<>(SampleReports.batches(specification, List.of("net_revenue")));
        batches.set(2, ReportTest.withFirstFinding(batches.get(2), Outcome.FAIL));

        assertThat(ReportHtml.render(Report.assemble(facts, batches)))
                .contains("What needs attention", "2024-12-15", "row-count")
                .doesNotContain("amend approve");
    }

    @Test
    void saysWhichBatchesWereBuiltAgainAndWhy() {
        List<BatchRun> runs = new ArrayList<>(facts.runs());
        BatchRun first = runs.get(0);
        runs.set(
                0,
                new BatchRun(
                        first.batch(),
                        first.state(),
                        first.rows(),
                        first.duration(),
                        first.bytes(),
                        2,
                        Optional.of("finance.daily_revenue changed in 2024-12-03 (append by spark app-7)")));
        ReportFacts rebased = new ReportFacts(
                specification,
                facts.baseline(),
                facts.shadow(),
                facts.pins(),
                facts.codeVersion(),
                facts.ranBy(),
                runs,
                facts.decisions(),
                facts.generatedAt());
        Report report = Report.assemble(rebased, SampleReports.batches(specification, List.of("net_revenue")));

        assertThat(ReportHtml.render(report))
                .contains(
                        "Built again",
                        "2024-12-01: finance.daily_revenue changed in 2024-12-03 (append by spark app-7)");
        assertThat(report.json()).contains("\"built_again_for\":\"finance.daily_revenue changed in 2024-12-03");
    }

    @Test
    void showsMarkupInDataAsText() {
        HostileReport hostile = new HostileReport();

        String html = ReportHtml.render(hostile.report());

        assertThat(html).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;");
        assertThat(ReadableText.of(html)).contains(hostile.places());
        assertThat(html).doesNotContain("<script", "style=\"");
        assertThat(html.replaceAll("=\"[^\"]*\"", "")).doesNotContainPattern("<[^>]*\\son[a-z]+=");
    }

    @Test
    void foldsAllButTheFirstFindingsSoThatTheWayToTheDecisionStaysShort() {
        List<BatchReconciliation> batches = SampleReports.batches(specification, List.of("net_revenue")).stream()
                .map(batch -> ReportTest.withFirstFinding(batch, Outcome.WARN))
                .toList();

        String html = ReportHtml.render(Report.assemble(facts, batches));
        String verdict = html.substring(html.indexOf("id=\"verdict\""), html.indexOf("id=\"intended\""));
        String atOnce = verdict.substring(0, verdict.indexOf("<details>"));

        assertThat(atOnce).contains("2024-12-01", "2025-01-19").doesNotContain("2025-01-26");
        assertThat(verdict).contains("<summary>71 more findings</summary>", "2025-01-26");
    }

    @Test
    void saysInPlainWordsWhatACheckIsAbout() {
        Report report = Report.assemble(facts, SampleReports.batches(specification, List.of("net_revenue")));

        assertThat(ReportHtml.render(report))
                .contains("measure:revenue<div class=\"soft small\">how far the figure moved</div>");
    }

    @Test
    void showsTheGuardBandInGreyAndMarksStepsThatStandOut() {
        assertThat(series(FullReport.needsDecision()))
                .contains("<rect class=\"guard\"")
                .contains("next to the range, must not change")
                .contains("<path class=\"jump\"")
                .contains("3 steps that stand out");
        assertThat(series(Report.assemble(facts, SampleReports.batches(specification, List.of()))))
                .doesNotContain("class=\"jump\"");
    }

    /** As in a dry run, which takes batches from all over the range. */
    @Test
    void endsLinesWherePartitionsAreMissing() {
        List<BatchReconciliation> batches = SampleReports.batches(specification, List.of("net_revenue"));

        assertThat(series(Report.assemble(facts, List.of(batches.get(0), batches.get(5)))))
                .contains("gaps: partitions that were not compared")
                .containsPattern("class=\"line-old\" d=\"M0 [^\"M]+M[^\"M]+\"")
                .containsPattern("class=\"delta\" d=\"M0 [^\"M]+M[^\"M]+\"");
        assertThat(series(Report.assemble(facts, batches.subList(0, 2))))
                .doesNotContain("gaps: ")
                .containsPattern("class=\"line-old\" d=\"M0 [^\"M]+\"");
    }

    @Test
    void saysWhatTheExpectedBandIsMeantFor() {
        assertThat(series(FullReport.needsDecision())).contains("expected: -18% to -14% over a whole batch");
    }

    @Test
    void rulesTheBatchesThatAreFew() {
        List<BatchReconciliation> batches = SampleReports.batches(specification, List.of("net_revenue"));

        assertThat(series(Report.assemble(facts, batches)))
                .contains("class=\"tick\"", "ticks: batches")
                .doesNotContain("class=\"batch\"");
        assertThat(series(Report.assemble(facts, batches.subList(0, 3))))
                .contains("class=\"batch\"", "dotted lines: batches")
                .doesNotContain("class=\"tick\"");
    }

    @Test
    void writesNoPercentageWithAnExponent() {
        assertThat(ReportHtml.render(FullReport.needsDecision()))
                .contains("orders +22 (+0.0033%)")
                .doesNotContain("+3.33E-3%");
    }

    @Test
    void saysByWhatFactorAColumnChanged() {
        assertThat(columns(FullReport.needsDecision()))
                .contains("<th scope=\"col\" class=\"n\">Constant factor</th>")
                .containsOnlyOnce("<td class=\"n\">× 0.8403 in 99.7%</td>")
                .contains("at least 90% of the numbers that differ");
    }

    @Test
    void saysNothingOfFactorsWhereThereIsNone() {
        List<BatchReconciliation> batches = SampleReports.batches(specification, List.of("net_revenue")).stream()
                .map(batch -> ReportTest.withColumns(
                        batch,
                        batch.columns().stream()
                                .map(change -> ReportTest.withFactors(change, Factors.NONE))
                                .toList()))
                .toList();

        assertThat(columns(Report.assemble(facts, batches)))
                .contains("<td>net_revenue</td>")
                .doesNotContain("×", "factor");
    }

    @Test
    void saysHowManyColumnsAreNotDrawn() {
        List<String> columns =
                IntStream.range(0, 61).mapToObj(i -> "column_" + i).toList();
        Report most = Report.assemble(facts, SampleReports.batches(specification, columns.subList(0, 60)));
        Report more = Report.assemble(facts, SampleReports.batches(specification, columns));

        assertThat(ReportHtml.render(most)).doesNotContain("by name; in which partitions");
        assertThat(ReportHtml.render(more))
                .contains("1 more column follows by name; in which partitions they changed is in the JSON report.");
    }

    @Test
    void allowsNothingFromOutside() {
        String html = ReportHtml.render(Report.assemble(facts, List.of()));

        assertThat(html)
                .contains("default-src 'none'; style-src 'sha256-")
                .doesNotContain("http://", "https://", "url(", "@import");
    }

    private static String columns(Report report) {
        String html = ReportHtml.render(report);
        return html.substring(html.indexOf("<section id=\"columns\""), html.indexOf("<section id=\"rows\""));
    }

    private static String series(Report report) {
        String html = ReportHtml.render(report);
        return html.substring(html.indexOf("<section id=\"series\""), html.indexOf("<section id=\"batches\""));
    }
}
