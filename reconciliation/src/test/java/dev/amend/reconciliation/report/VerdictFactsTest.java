package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.specs.Specification;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What stands under the verdict: which data it is about, and who came to it by what. */
final class VerdictFactsTest {
    private final Specification specification = OneWeek.specification().build();
    private final Report report = OneWeek.compared(specification);

    @Test
    void nameTheDataOnBothSidesThePinsAndWhoRanWhat() {
        assertThat(facts(report))
                .containsExactly(
                        "Target: lake.finance.daily_revenue",
                        "Range: 2024-12-02 to 2024-12-08",
                        "Old data: snapshot 3908462709290536517 of 2026-06-04 22:11:05 UTC",
                        "New data: snapshot 8821946712209184411 of 2026-06-05 03:40:59 UTC",
                        "Source revenue_events: snapshot 5500133127219812345",
                        "Source tax_rates: snapshot 2203311271219812345",
                        "Specification: 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
                        "Amend: 0.1.0",
                        "Ran by: jo@finance-data",
                        "Report digest: " + report.digest());
    }

    @Test
    void sayOfADryRunThatItsNewDataIsNowhere() {
        ReportFacts run = OneWeek.facts(specification);
        Report dry = Report.assemble(
                ReportFacts.ofDryRun(
                        specification,
                        run.baseline(),
                        run.pins(),
                        run.codeVersion(),
                        run.ranBy(),
                        run.runs(),
                        run.generatedAt()),
                report.batches());

        assertThat(facts(dry))
                .contains("New data: computed for this report, not written", "Report digest: " + dry.digest())
                .noneMatch(fact -> fact.contains("8821946712209184411"));
    }

    private static List<String> facts(Report report) {
        ParsedPage page = ParsedPage.of(report);
        List<String> terms = page.texts("verdict", "dl[@class='facts']/dt");
        List<String> texts = page.texts("verdict", "dl[@class='facts']/dd");
        assertThat(texts).hasSameSizeAs(terms);
        return IntStream.range(0, terms.size())
                .mapToObj(i -> "%s: %s".formatted(terms.get(i), texts.get(i)))
                .toList();
    }
}
