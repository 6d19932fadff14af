package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.Verdict;
import dev.amend.reconciliation.report.LargestReport.Text;
import dev.amend.specs.Specification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaves reports for those who look at them in a browser. */
final class ReportsToLookAtTest {

    @Test
    void oneWithEverythingThatNeedsADecision() throws IOException {
        Report report = FullReport.needsDecision();

        assertThat(report.total().verdict()).isEqualTo(Verdict.NEEDS_DECISION);
        assertThat(report.total().findings())
                .filteredOn(finding -> finding.check().equals("boundary-jump:revenue"))
                .extracting(finding -> finding.outcome())
                .isNotEmpty()
                .containsOnly(Outcome.WARN);
        ReportFolder.leave(
                "decision",
                report,
                List.of(
                        "Needs a decision",
                        "To approve exactly what this report shows",
                        "amend approve revenue-tax-fix-2026-06 --by NAME",
                        "3 steps that stand out",
                        "lake.finance.daily_revenue changed in 2025-02-24 (append by spark app-7)",
                        "× 0.8403 in 99.7%",
                        "Zürich · Αθήνα · النص",
                        "with \"quotes\" & <b>"));
    }

    @Test
    void oneThatFailedAndWasRejected() throws IOException {
        Report report = FullReport.failed();

        assertThat(report.total().verdict()).isEqualTo(Verdict.FAIL);
        Path page = ReportFolder.leave(
                "fail",
                report,
                List.of(
                        "Nothing can be published before they are corrected.",
                        "agrees with the tax return of March",
                        "refunds of September are missing",
                        "no key that also exists outside of the range",
                        "{\"order_id\":4711,\"revenue_date\":\"2024-11-30\"}",
                        "{\"refund_id\":\"R-5521\"}"));
        assertThat(page).content().contains("approved", "rejected").doesNotContain("amend approve");
    }

    @Test
    void oneThatHasJustBegun() throws IOException {
        ReportFolder.leave(
                "begun",
                FullReport.begun(),
                List.of("This report is not final: 1 of 79 batches are in. No check failed so far."));
    }

    @Test
    void oneThatPassed() throws IOException {
        Specification specification = SampleReports.specification();
        Report report = Report.assemble(
                SampleReports.facts(specification, SampleReports.NOW, 1),
                SampleReports.batches(specification, List.of("net_revenue")));

        ReportFolder.leave(
                "pass",
                report,
                List.of("Only the owner's decision is missing.", "amend approve revenue-tax-fix-2026-06 --by NAME"));
    }

    @Test
    void oneWhoseSpecificationDeclaresNoReason() throws IOException {
        Report report = FullReport.withoutReasons();

        assertThat(report.total().verdict()).isEqualTo(Verdict.NEEDS_DECISION);
        ReportFolder.leave(
                "no-reasons",
                report,
                List.of(
                        " rows changed without a declared reason. No check failed, in 79 of 79 batches; ",
                        "declared-reasons",
                        "the specification says why rows may change"));
    }

    @Test
    void oneOfADryRun() throws IOException {
        Report report = FullReport.dryRun();

        assertThat(report.batches()).hasSize(3);
        Path page = ReportFolder.leave(
                "dry-run",
                report,
                List.of(
                        "Dry run report · backfill revenue-tax-fix-2026-06",
                        "Nothing was written, and there is nothing to approve.",
                        "computed for this report, not written",
                        "gaps: partitions that were not compared",
                        "not written",
                        "This is a dry run: the new rows are what the transformation returned for this report",
                        "There is nothing to decide on: this is a dry run."));
        assertThat(page).content().doesNotContain("amend approve");
    }

    @Test
    void oneWithSensitiveColumns() throws IOException {
        Report report = FullReport.withSensitiveColumns();

        Path page = ReportFolder.leave(
                "sensitive",
                report,
                List.of(
                        "Compared and never shown, with ••• in place of every value: merchant_id, note, tax_rate.",
                        "merchant_id = •••",
                        "note: ••• → •••",
                        "tax_rate: null → •••",
                        "net_revenue: 4004.10 → 3363.44",
                        "{\"merchant_id\":\"•••\",\"days_late\":93}"));
        assertThat(page).content().doesNotContain("Zürich", "19 %", "1044");
    }

    @Test
    void oneFullOfMarkup() throws IOException {
        HostileReport hostile = new HostileReport();

        Path page = ReportFolder.leave("hostile", hostile.report(), hostile.places());

        assertThat(page).content().doesNotContain("<img");
        assertThat(hostile.places())
                .hasSizeGreaterThan(100)
                .as("none is found because another one is there")
                .allSatisfy(place -> assertThat(hostile.places())
                        .filteredOn(other -> other.contains(place))
                        .containsExactly(place));
    }

    @Test
    void oneInWhichEverythingChangedAndEverythingFailed() throws IOException {
        ReportFolder.leave("large", new LargestReport(3, Text.LETTERS).report(), List.of("more columns"));
    }
}
