package dev.amend.reconciliation.report;

import dev.amend.reconciliation.checks.BoundarySteps;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.report.SeriesDrawing.Scale;
import dev.amend.specs.DeltaRange;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A measure over the partitions: old and new values, and below them the change with the expected band. The guard band
 * is shown beside it in grey; steps that a check found are marked.
 *
 * @param guard the meaning of the grey, or empty
 * @param gaps the meaning of a gap, or empty
 * @param steps the number of steps that stand out, or empty
 */
record SeriesChart(
        String measure,
        String sentence,
        String levels,
        String deltas,
        String high,
        String low,
        String deltaHigh,
        String deltaLow,
        List<String> labels,
        String unit,
        String band,
        String rules,
        String guard,
        String gaps,
        String steps) {
    /** The number of batches beyond which a line for each would hide the figures. */
    private static final int MOST_RULED = 30;

    private static final double TICK = 7;
    private static final double FULL = 100;

    /** The chart; empty if no partition has a figure of the measure. */
    static Optional<SeriesChart> of(
            Measure measure, PartitionUnit unit, List<BatchReconciliation> batches, List<Finding> findings) {
        List<SeriesPoint> points = SeriesPoint.of(measure.name(), batches);
        return points.stream().filter(SeriesPoint::hasValue).allMatch(SeriesPoint::isGuard)
                ? Optional.empty()
                : Optional.of(chart(measure, unit, points, findings));
    }

    private static SeriesChart chart(
            Measure measure, PartitionUnit unit, List<SeriesPoint> points, List<Finding> findings) {
        SeriesUnit deltaUnit = SeriesUnit.of(measure);
        SeriesDrawing drawing = new SeriesDrawing(points);
        BiPredicate<SeriesPoint, SeriesPoint> jump = jumps(measure, findings);
        List<SeriesPoint> inside =
                points.stream().filter(point -> !point.isGuard()).toList();
        Scale levels = levelScale(points);
        Scale deltas = deltaScale(points, deltaUnit, measure.expected());

        String guards = drawing.guards("guard");
        String months = drawing.rules("rule", FULL, (left, right) -> SeriesDrawing.isOtherMonth(unit, left, right));
        boolean ruled = inside.stream().map(SeriesPoint::batch).distinct().count() <= MOST_RULED;
        String batches = ruled
                ? drawing.rules("batch", FULL, SeriesDrawing::isOtherBatch)
                : drawing.rules("tick", TICK, SeriesDrawing::isOtherBatch);
        String jumps = drawing.rules("jump", FULL, jump);
        String ground = guards + months + batches + jumps;
        String band = measure.expected()
                .map(expected -> drawing.band(
                        "band",
                        deltas.y(expected.high().doubleValue()),
                        deltas.y(expected.low().doubleValue())))
                .orElse("");
        return new SeriesChart(
                measure.name(),
                sentence(inside, deltaUnit),
                ground
                        + drawing.line("line-old", levels, SeriesPoint::old)
                        + drawing.line("line-new", levels, SeriesPoint::now),
                band
                        + ground
                        + drawing.level("zero", deltas.y(0))
                        + drawing.line("delta", deltas, point -> point.delta(deltaUnit)),
                Plain.axis(BigDecimal.valueOf(levels.high())),
                Plain.axis(BigDecimal.valueOf(levels.low())),
                deltaUnit.text(deltas.high()),
                deltaUnit.text(deltas.low()),
                labels(inside),
                deltaUnit.words(),
                measure.expectation()
                        .map(expected -> expected + whole(measure.per()))
                        .orElse(""),
                rules(!months.isEmpty(), ruled),
                guards.isEmpty() ? "" : "next to the range, must not change",
                gaps(drawing, points),
                steps(points, jump));
    }

    /** Marks a band for more than one partition, since a single partition may lie outside it. */
    private static String whole(Measure.Per per) {
        return switch (per) {
            case PARTITION -> "";
            case BATCH -> " over a whole batch";
            case TOTAL -> " over the whole range";
        };
    }

    private static BiPredicate<SeriesPoint, SeriesPoint> jumps(Measure measure, List<Finding> findings) {
        BoundarySteps.Jumps jumps = BoundarySteps.jumps(measure.name(), findings);
        return (left, right) -> jumps.isBetween(left.partition(), right.partition());
    }

    private static String gaps(SeriesDrawing drawing, List<SeriesPoint> points) {
        if (drawing.hasGaps()) {
            return "gaps: partitions that were not compared";
        }
        return points.stream().anyMatch(SeriesPoint::lacksValue) ? "gaps: partitions without a value" : "";
    }

    private static DoubleSummaryStatistics deltas(List<SeriesPoint> points, SeriesUnit unit) {
        return points.stream()
                .flatMapToDouble(point -> point.delta(unit).stream())
                .summaryStatistics();
    }

    private static Scale levelScale(List<SeriesPoint> points) {
        DoubleSummaryStatistics figures = points.stream()
                .flatMapToDouble(point -> DoubleStream.concat(point.old().stream(), point.now().stream()))
                .summaryStatistics();
        boolean fromZero = figures.getMin() >= 0 && figures.getMin() < 0.5 * figures.getMax();
        return fromZero ? new Scale(0, figures.getMax() * 1.06) : Scale.around(figures.getMin(), figures.getMax());
    }

    /** The scale always includes zero and the expected range. */
    private static Scale deltaScale(List<SeriesPoint> points, SeriesUnit unit, Optional<DeltaRange> expected) {
        DoubleSummaryStatistics deltas = deltas(points, unit);
        deltas.accept(0);
        expected.ifPresent(range -> {
            deltas.accept(range.low().doubleValue());
            deltas.accept(range.high().doubleValue());
        });
        return Scale.around(deltas.getMin(), deltas.getMax());
    }

    private static String sentence(List<SeriesPoint> points, SeriesUnit unit) {
        DoubleSummaryStatistics deltas = deltas(points, unit);
        return "From %s to %s the change per partition lies between %s and %s."
                .formatted(
                        points.get(0).partition(),
                        points.get(points.size() - 1).partition(),
                        unit.text(deltas.getMin()),
                        unit.text(deltas.getMax()));
    }

    private static String rules(boolean months, boolean ruled) {
        String batches = ruled ? "dotted lines: batches" : "ticks: batches";
        return months ? "vertical lines: months; " + batches : batches;
    }

    private static String steps(List<SeriesPoint> points, BiPredicate<SeriesPoint, SeriesPoint> jump) {
        long steps = IntStream.range(1, points.size())
                .filter(i -> jump.test(points.get(i - 1), points.get(i)))
                .count();
        return steps == 0 ? "" : Plain.count(steps, "step that stands out", "steps that stand out");
    }

    private static List<String> labels(List<SeriesPoint> points) {
        List<String> labels = new ArrayList<>();
        for (int i : new int[] {0, points.size() / 2, points.size() - 1}) {
            String label = points.get(i).partition();
            if (!labels.contains(label)) {
                labels.add(label);
            }
        }
        return labels;
    }
}
