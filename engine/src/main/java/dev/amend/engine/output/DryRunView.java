package dev.amend.engine.output;

import dev.amend.engine.plan.Plan;
import dev.amend.engine.reports.ReportNames;
import dev.amend.engine.run.DryRun;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.Verdict;
import dev.amend.reconciliation.report.Report;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of a {@link DryRun} for display.
 *
 * @param folder the folder of its report
 */
public record DryRunView(Specification specification, Plan plan, Report report, Path folder) {

    public boolean failed() {
        return report.total().verdict() == Verdict.FAIL;
    }

    private List<BatchReconciliation> batches() {
        return report.batches();
    }

    private List<Finding> failuresOfTotal() {
        return report.total().findings().stream().filter(Finding::failed).toList();
    }

    private String shownOfTotal() {
        return report.total().findings().stream()
                .filter(finding -> finding.outcome() != Outcome.PASS)
                .map(finding -> "%n  %-4s  %s".formatted(finding.outcome(), finding.sentence()))
                .collect(Collectors.joining());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    public Document document() {
        return new Document()
                .with("backfill_id", specification.id().value())
                .with("target", specification.target().table().toString())
                .with("dry_run", true)
                .with("passed", !failed())
                .with("verdict", report.total().verdict().name())
                .with("batches", batches().stream().map(DryRunView::batch).toList())
                .with("batches_total", plan.batches().size())
                .with(
                        "failures",
                        failuresOfTotal().stream().map(DryRunView::finding).toList())
                .with(
                        "report",
                        new Document()
                                .with("html", file(ReportNames.HTML))
                                .with("json", file(ReportNames.JSON))
                                .with("markdown", file(ReportNames.MARKDOWN)));
    }

    private static Object batch(BatchReconciliation batch) {
        return new Document()
                .with("id", batch.batch())
                .with("passed", !batch.failed())
                .with("rows_before", rowsBefore(batch))
                .with("rows_after", rowsAfter(batch))
                .with(
                        "measures",
                        batch.measures().stream().map(DryRunView::measure).toList())
                .with(
                        "failures",
                        batch.failures().stream().map(DryRunView::finding).toList())
                .fields();
    }

    private static Object measure(MeasureFigure figure) {
        return new Document()
                .with("name", figure.name())
                .with("before", figure.before())
                .with("after", figure.after())
                .fields();
    }

    private static Object finding(Finding finding) {
        return new Document()
                .with("check", finding.check())
                .with("scope", finding.scope())
                .with("expected", finding.expected())
                .with("found", finding.found())
                .fields();
    }

    public String text() {
        String found = batches().stream().map(DryRunView::lines).collect(Collectors.joining("\n"));
        String verdict = failed()
                ? "A check fails: the run would halt there."
                : "No check fails in the batches that were tried.";
        return "%s: %d of %d batches computed and compared; nothing was written%n%s%s%n%s%nreport: %s"
                .formatted(
                        specification.id(),
                        batches().size(),
                        plan.batches().size(),
                        found,
                        shownOfTotal(),
                        verdict,
                        file(ReportNames.HTML));
    }

    private static String lines(BatchReconciliation batch) {
        String head = "  %-4s  %s: %,d rows, before %,d"
                .formatted(batch.failed() ? "FAIL" : "ok", batch.range(), rowsAfter(batch), rowsBefore(batch));
        String measures = batch.measures().stream()
                .map(figure ->
                        "%n        %s: %s → %s".formatted(figure.name(), plain(figure.before()), plain(figure.after())))
                .collect(Collectors.joining());
        String failures = batch.failures().stream()
                .map(finding -> "%n        %s".formatted(finding.sentence()))
                .collect(Collectors.joining());
        return head + measures + failures;
    }

    private static String plain(Optional<BigDecimal> value) {
        return value.map(BigDecimal::toPlainString).orElse("no value");
    }

    private static long rowsBefore(BatchReconciliation batch) {
        return batch.partitions().stream()
                .mapToLong(partition -> partition.before().rows())
                .sum();
    }

    private static long rowsAfter(BatchReconciliation batch) {
        return batch.partitions().stream()
                .mapToLong(partition -> partition.after().rows())
                .sum();
    }
}
