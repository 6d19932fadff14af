package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.Outcome;
import dev.amend.reconciliation.report.LargestReport.Text;
import dev.amend.specs.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaves reports below {@code target/reports} for those who look at them in a browser, see {@code .ci/browser}. */
final class ReportsToLookAtTest {
    private static final Path FOLDER = Path.of("target", "reports");

    @Test
    void oneWithEverythingThatNeedsADecision() throws IOException {
        Report report = FullReport.needsDecision();

        assertThat(report.total().verdict()).isEqualTo(Verdict.NEEDS_DECISION);
        assertThat(report.total().findings())
                .filteredOn(finding -> finding.check().equals("boundary-jump:revenue"))
                .extracting(finding -> finding.outcome())
                .isNotEmpty()
                .containsOnly(Outcome.WARN);
        assertThat(write("decision", report)).contains("amend approve");
    }

    @Test
    void oneThatFailedAndWasRejected() throws IOException {
        Report report = FullReport.failed();

        assertThat(report.total().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(write("fail", report)).contains("approved", "rejected").doesNotContain("amend approve");
    }

    @Test
    void oneThatHasJustBegun() throws IOException {
        assertThat(write("begun", FullReport.begun())).contains("This report is not final");
    }

    @Test
    void oneThatPassed() throws IOException {
        Specification specification = SampleReports.specification();
        Report report = Report.assemble(
                SampleReports.facts(specification, SampleReports.NOW, 1),
                SampleReports.batches(specification, List.of("net_revenue")));

        assertThat(write("pass", report)).contains("amend approve");
    }

    @Test
    void oneFullOfMarkup() throws IOException {
        HostileReport hostile = new HostileReport();

        assertThat(write("hostile", hostile.report())).doesNotContain("<img");
        assertThat(hostile.places()).hasSizeGreaterThan(30);
        Files.write(FOLDER.resolve("hostile.txt"), hostile.places());
    }

    @Test
    void oneInWhichEverythingChangedAndEverythingFailed() throws IOException {
        assertThat(write("large", new LargestReport(3, Text.LETTERS).report())).contains("more columns");
    }

    private static String write(String name, Report report) throws IOException {
        Files.createDirectories(FOLDER);
        String html = ReportHtml.render(report);
        Files.writeString(FOLDER.resolve(name + ".html"), html);
        return html;
    }
}
