package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.specs.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A report of a dry run looks like a run's, says what it is, and can't be taken for something to approve. */
final class DryRunReportTest {
    private final Specification specification = SampleReports.specification();
    private final ReportFacts run = SampleReports.facts(specification, SampleReports.NOW, 1);
    private final ReportFacts dry = ReportFacts.ofDryRun(
            specification, run.baseline(), run.pins(), run.codeVersion(), run.ranBy(), run.runs(), run.generatedAt());
    private final List<BatchReconciliation> all = SampleReports.batches(specification, List.of("net_revenue"));

    @Test
    void saysSoFirstAndAsksForNothing() {
        Report few = Report.assemble(dry, all.subList(0, 3));

        assertThat(ReportHtml.render(few))
                .contains(
                        "Dry run report · backfill revenue-tax-fix-2026-06",
                        "<title>revenue-tax-fix-2026-06: Dry run: no check failed</title>",
                        "3 of 79 batches were computed and compared: none of 20 checks failed. Nothing was written, and there is nothing to approve.",
                        "computed for this report, not written",
                        "amend_dry_run stands for the rows of the transformation",
                        "There is nothing to decide on: this is a dry run.")
                .doesNotContain("amend approve", "Needs a decision", "An approval holds");
        assertThat(ReportMarkdown.render(few))
                .startsWith("## Dry run: no check failed: Correct tax-inclusive revenue calculation\n\n3 of 79 batches")
                .doesNotContain("approve exactly", "amend approve");
    }

    @Test
    void offersNoApprovalOfAllBatchesEither() {
        Report everything = Report.assemble(dry, all);

        assertThat(ReportHtml.render(everything))
                .contains("79 of 79 batches were computed and compared: none of ")
                .doesNotContain("amend approve", "Only the owner");
        assertThat(everything.digest())
                .as("no decision on the run's report is one on this")
                .isNotEqualTo(Report.assemble(run, all).digest());
    }

    @Test
    void saysThatARunWouldHalt() {
        List<BatchReconciliation> failed = new ArrayList<>(all.subList(0, 3));
        failed.set(2, ReportTest.withFirstFinding(failed.get(2), Outcome.FAIL));

        assertThat(ReportHtml.render(Report.assemble(dry, failed)))
                .contains("Dry run: fail", "1 of 20 checks failed: a run would halt. 3 of 79 batches", "row-count");
    }

    @Test
    void hasTheSameFiguresInItsJsonAndAMark() throws IOException {
        String json = Report.assemble(dry, all).json();

        assertThat(json).contains("\"dry_run\":true", "\"shadow_snapshot\":0");
        assertThat(Report.assemble(run, all).json()).doesNotContain("dry_run");
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(Path.of("..", "docs", "reference", "report.schema.json")))
                        .validate(json, InputFormat.JSON))
                .isEmpty();
    }
}
