package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.specs.Specification;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportMarkdownTest {
    private final Specification specification = SampleReports.specification();
    private final ReportFacts facts = SampleReports.facts(specification, SampleReports.NOW, 1);

    @Test
    void saysVerdictFiguresReasonsAndHowToApprove() {
        Report report = Report.assemble(facts, SampleReports.batches(specification, List.of("net_revenue")));

        assertThat(ReportMarkdown.render(report))
                .startsWith("## Pass: Correct tax-inclusive revenue calculation\n")
                .contains("- Rows changed: **53,606**")
                .contains("| Measure | Old | New | Change |\n| --- | --- | --- | --- |\n| revenue | ")
                .contains("| Why rows changed | Rows |", "| tax-taken-out | 53,606 |", "| without a reason | 0 |")
                .contains("- Report digest: " + report.digest())
                .endsWith("\n    amend approve revenue-tax-fix-2026-06 --by NAME --reason \"…\"\n")
                .doesNotContain("| Result |");
    }

    @Test
    void listsWhatNeedsAttentionTheWorstFirst() {
        List<BatchReconciliation> batches =
                new ArrayList<>(SampleReports.batches(specification, List.of("net_revenue")));
        batches.set(1, ReportTest.withFirstFinding(batches.get(1), Outcome.WARN));
        batches.set(2, ReportTest.withFirstFinding(batches.get(2), Outcome.FAIL));

        String markdown = ReportMarkdown.render(Report.assemble(facts, batches));

        assertThat(markdown)
                .contains("| Result | Check | Where | Expected | Found |")
                .doesNotContain("amend approve");
        assertThat(markdown.indexOf("| row-count | 2024-12-15 |"))
                .isPositive()
                .isLessThan(markdown.indexOf("| row-count | 2024-12-08 |"));
    }

    @Test
    void isBoundedHoweverManyFindingsThereAre() {
        List<BatchReconciliation> batches = SampleReports.batches(specification, List.of("net_revenue")).stream()
                .map(batch -> ReportTest.withFirstFinding(batch, Outcome.FAIL))
                .toList();

        String markdown = ReportMarkdown.render(Report.assemble(facts, batches));

        assertThat(markdown.lines().filter(line -> line.contains("row-count"))).hasSize(ReportMarkdown.MOST_FINDINGS);
        assertThat(markdown)
                .contains("%d more are in the report.".formatted(batches.size() - ReportMarkdown.MOST_FINDINGS));
    }

    /** A value from data can neither end a cell nor become a link, an image, a heading or HTML. */
    @Test
    void showsMarkupInDataAsText() {
        String value =
                "a | b\n# c <img src=x onerror=alert(1)> [d](javascript:e) `f` **g** @h https://example.com www.example.com";
        List<BatchReconciliation> batches = List.of(ReportTest.withFound(
                SampleReports.batches(specification, List.of("net_revenue")).get(0), value));

        assertThat(ReportMarkdown.render(Report.assemble(facts, batches)))
                .contains("| a \\| b \\# c &lt;img src=x onerror=alert(1)&gt; \\[d\\](javascript:e) "
                        + "\\`f\\` \\*\\*g\\*\\* \\@h https\\://example.com www\\.example.com |");
    }
}
