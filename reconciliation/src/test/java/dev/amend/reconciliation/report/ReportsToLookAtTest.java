package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.Outcome;
import dev.amend.reconciliation.SpecificationBuilder;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Leaves reports below {@code target/reports} for those who look at them in a browser, see {@code .ci/browser}. */
final class ReportsToLookAtTest {
    private static final Path FOLDER = Path.of("target", "reports");
    private static final int LARGEST = 3_000_000;

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
    void oneOfManyColumnsAndPartitionsThatIsStillSmall() throws IOException {
        Specification specification = SpecificationBuilder.aSpecification()
                .over("2024-12-01", "2026-06-03")
                .measure("revenue", "sum(net_revenue)", "-17.5% to -15%", Measure.Per.BATCH)
                .measure("gross", "sum(gross_revenue)", "0%", Measure.Per.BATCH)
                .rule("tax-taken-out", "new.net_revenue = new.gross_revenue - new.tax")
                .build();
        List<String> columns =
                IntStream.range(0, 40).mapToObj(i -> "column_" + i).toList();
        Report report = Report.assemble(
                SampleReports.facts(specification, SampleReports.NOW, 1),
                SampleReports.batches(specification, columns));

        assertThat(report.batches().stream()
                        .mapToInt(batch -> batch.partitions().size())
                        .sum())
                .isEqualTo(550);
        write("large", report);
        assertThat(Files.size(FOLDER.resolve("large.html"))).isLessThan(LARGEST);
    }

    private static String write(String name, Report report) throws IOException {
        Files.createDirectories(FOLDER);
        String html = ReportHtml.render(report);
        Files.writeString(FOLDER.resolve(name + ".html"), html);
        return html;
    }
}
