package dev.amend.engine.command;

import dev.amend.engine.plan.Plan;
import dev.amend.engine.run.DryRun;
import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.Finding;
import dev.amend.reconciliation.MeasureFigure;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.stream.Collectors;

/** What a {@link DryRun} found. */
record DryRunView(Specification specification, Plan plan, List<BatchReconciliation> batches) {

    boolean failed() {
        return batches.stream().anyMatch(BatchReconciliation::failed);
    }

    Document document() {
        return new Document()
                .with("backfill_id", specification.id().value())
                .with("target", specification.target().table().toString())
                .with("dry_run", true)
                .with("passed", !failed())
                .with("batches", batches.stream().map(DryRunView::batch).toList())
                .with("batches_total", plan.batches().size());
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

    String text() {
        String found = batches.stream().map(DryRunView::lines).collect(Collectors.joining("\n"));
        String verdict = failed()
                ? "A check fails: the run would halt there."
                : "No check fails in the batches that were tried.";
        return "%s: %d of %d batches computed and compared; nothing was written%n%s%n%s"
                .formatted(specification.id(), batches.size(), plan.batches().size(), found, verdict);
    }

    private static String lines(BatchReconciliation batch) {
        String head = "  %-4s  %s: %,d rows, before %,d"
                .formatted(batch.failed() ? "FAIL" : "ok", batch.range(), rowsAfter(batch), rowsBefore(batch));
        String measures = batch.measures().stream()
                .map(figure -> "%n        %s: %s → %s"
                        .formatted(
                                figure.name(),
                                figure.before().toPlainString(),
                                figure.after().toPlainString()))
                .collect(Collectors.joining());
        String failures = batch.failures().stream()
                .map(finding -> "%n        %s".formatted(finding.sentence()))
                .collect(Collectors.joining());
        return head + measures + failures;
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
