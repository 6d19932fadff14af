package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.Finding;
import dev.amend.reconciliation.Outcome;
import dev.amend.reconciliation.report.ReportFacts.BatchRun;
import dev.amend.specs.Level;
import dev.amend.specs.Specification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReportHtmlTest {
    private static final String MARKUP = "\"><img src=x onerror=alert(1)>";

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
                facts.shadowSnapshot(),
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
        List<BatchReconciliation> batches = specification.batches().stream()
                .limit(2)
                .map(batch -> withFinding(SampleReports.batch(batch, List.of(MARKUP, "b" + MARKUP), MARKUP)))
                .toList();

        String html = ReportHtml.render(Report.assemble(facts, batches));

        assertThat(html).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;");
        assertThat(html).doesNotContainPattern("<[^>]*\\son[a-z]+=").doesNotContain("<script", "style=\"");
    }

    @Test
    void allowsNothingFromOutside() {
        String html = ReportHtml.render(Report.assemble(facts, List.of()));

        assertThat(html)
                .contains("default-src 'none'; style-src 'sha256-")
                .doesNotContain("http://", "https://", "url(", "@import");
    }

    @Test
    void staysSmallForManyColumnsAndPartitions() {
        List<String> columns =
                IntStream.range(0, 40).mapToObj(i -> "column_" + i).toList();

        String html = ReportHtml.render(Report.assemble(facts, SampleReports.batches(specification, columns)));

        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000_000);
    }

    private static BatchReconciliation withFinding(BatchReconciliation batch) {
        List<Finding> findings = new ArrayList<>(batch.findings());
        findings.add(new Finding(Level.ROW, "own:" + MARKUP, Outcome.WARN, batch.batch(), MARKUP, MARKUP));
        return new BatchReconciliation(
                batch.batch(),
                batch.range(),
                batch.baselineSnapshot(),
                batch.shadowSnapshot(),
                findings,
                batch.partitions(),
                batch.guardBand(),
                batch.measures(),
                batch.contributions(),
                batch.columns(),
                batch.topDeltas(),
                batch.samples(),
                List.of(MARKUP));
    }
}
