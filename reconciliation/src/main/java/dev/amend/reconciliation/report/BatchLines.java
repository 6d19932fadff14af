package dev.amend.reconciliation.report;

import dev.amend.reconciliation.checks.TotalReconciliation;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.ColumnChange.ConstantFactor;
import dev.amend.reconciliation.finding.ColumnChange.DeltaSpread;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.report.ReportFacts.BatchRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of batches and of changed columns. */
final class BatchLines {
    private final Report report;
    private final TotalReconciliation total;

    record BatchLine(
            String name,
            Tag outcome,
            String state,
            String rowsBefore,
            String rowsAfter,
            String changed,
            List<String> deltas,
            String duration,
            String bytes,
            String attempts) {}

    record ColumnLine(
            String name,
            String rows,
            String share,
            String nullToValue,
            String valueToNull,
            List<String> deltas,
            String factor) {}

    BatchLines(Report report) {
        this.report = report;
        this.total = report.total();
    }

    Map<String, Object> model() {
        return Map.of(
                "batches", report.batches().stream().map(this::line).toList(),
                "batchSentence", sentence(),
                "builtAgain", builtAgain(),
                "columns", total.columns().stream().map(this::line).toList(),
                "hasFactors",
                        total.columns().stream()
                                .anyMatch(change -> !change.factors().constant().isEmpty()));
    }

    /** The batches that were built again, each with the change that caused it. */
    private List<String> builtAgain() {
        return report.facts().runs().stream()
                .flatMap(run -> run.builtAgainFor().map(reason -> "%s: %s".formatted(run.batch(), reason)).stream())
                .toList();
    }

    private String sentence() {
        return "%d of %s are reconciled; %s before, %s after."
                .formatted(
                        total.batchesDone(),
                        Plain.count(total.batchesExpected(), "batch", "batches"),
                        Plain.count(total.rowsBefore(), "row", "rows"),
                        FigureText.number(total.rowsAfter()));
    }

    private BatchLine line(BatchReconciliation batch) {
        Optional<BatchRun> run = report.facts().runs().stream()
                .filter(candidate -> candidate.batch().equals(batch.batch()))
                .findFirst();
        return new BatchLine(
                Plain.range(batch.range()),
                Tag.worst(batch.findings()),
                run.map(BatchRun::state).orElse(""),
                FigureText.number(sum(batch, partition -> partition.before().rows())),
                FigureText.number(sum(batch, partition -> partition.after().rows())),
                FigureText.number(sum(batch, partition -> partition.count(RowClass.CHANGED))),
                total.measures().stream().map(measure -> delta(batch, measure)).toList(),
                run.map(facts -> Plain.duration(facts.duration())).orElse(""),
                run.map(facts -> Plain.bytes(facts.bytes())).orElse(""),
                run.map(facts -> Integer.toString(facts.attempts())).orElse(""));
    }

    private static long sum(BatchReconciliation batch, java.util.function.ToLongFunction<PartitionFigures> figure) {
        return batch.partitions().stream().mapToLong(figure).sum();
    }

    private static String delta(BatchReconciliation batch, MeasureFigure measure) {
        return batch.measures().stream()
                .filter(figure -> figure.name().equals(measure.name()))
                .map(figure -> FigureText.percent(figure))
                .findFirst()
                .orElse("");
    }

    private ColumnLine line(ColumnChange change) {
        long paired = count(RowClass.SAME) + count(RowClass.CHANGED) + count(RowClass.MOVED);
        return new ColumnLine(
                change.column(),
                FigureText.number(change.rows()),
                Plain.share(change.rows(), paired),
                FigureText.number(change.nullToValue()),
                FigureText.number(change.valueToNull()),
                change.deltas().stream().findFirst().map(BatchLines::spread).orElse(List.of("", "", "", "")),
                change.factors().constant().stream()
                        .findFirst()
                        .map(BatchLines::factor)
                        .orElse(""));
    }

    private static String factor(ConstantFactor constant) {
        return "× %s in %s"
                .formatted(FigureText.number(constant.factor()), Plain.share(constant.pairs(), constant.of()));
    }

    private long count(RowClass rowClass) {
        return total.classes().getOrDefault(rowClass, 0L);
    }

    private static List<String> spread(DeltaSpread spread) {
        return List.of(
                FigureText.change(spread.least()),
                FigureText.change(spread.median()),
                FigureText.change(spread.p95()),
                FigureText.change(spread.greatest()));
    }
}
