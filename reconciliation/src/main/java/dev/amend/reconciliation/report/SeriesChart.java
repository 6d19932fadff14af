package dev.amend.reconciliation.report;

import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.FigureText;
import dev.amend.reconciliation.MeasureFigure;
import dev.amend.reconciliation.PartitionFigures;
import dev.amend.specs.DeltaRange;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A measure over the partitions: old and new, and below it how far it moved, with the expected band. */
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
        String rules) {
    private static final double WIDTH = 1000;
    private static final double HEIGHT = 100;

    private record Point(PartitionFigures partition, MeasureFigure figure, double delta) {}

    private record Scale(double low, double high) {

        static Scale around(double low, double high) {
            double margin = Math.max((high - low) * 0.06, Math.max(Math.abs(high), Math.abs(low)) * 1e-6);
            return high - low + margin == 0 ? new Scale(low - 1, high + 1) : new Scale(low - margin, high + margin);
        }

        double y(double value) {
            return HEIGHT * (high - Math.min(Math.max(value, low), high)) / (high - low);
        }
    }

    /** Empty if no partition has a figure of the measure. */
    static Optional<SeriesChart> of(Measure measure, PartitionUnit unit, List<BatchReconciliation> batches) {
        boolean absolute = measure.expected()
                .map(expected -> expected.unit() == DeltaRange.Unit.ABSOLUTE)
                .orElse(false);
        List<Point> points = batches.stream()
                .flatMap(batch -> batch.partitions().stream())
                .flatMap(partition -> partition.measures().stream()
                        .filter(figure -> figure.name().equals(measure.name()))
                        .map(figure -> new Point(partition, figure, delta(figure, absolute))))
                .toList();
        return points.isEmpty() ? Optional.empty() : Optional.of(chart(measure, unit, batches, points, absolute));
    }

    private static SeriesChart chart(
            Measure measure,
            PartitionUnit unit,
            List<BatchReconciliation> batches,
            List<Point> points,
            boolean absolute) {
        Scale levels = levelScale(points);
        Scale deltas = deltaScale(points, measure.expected());
        String months = months(points, unit);
        String band = measure.expected().map(expected -> band(expected, deltas)).orElse("");
        return new SeriesChart(
                measure.name(),
                sentence(points, absolute),
                months
                        + path(
                                "line-old",
                                points,
                                point -> levels.y(point.figure().before().doubleValue()))
                        + path(
                                "line-new",
                                points,
                                point -> levels.y(point.figure().after().doubleValue())),
                band
                        + months
                        + ticks(batches, points.size())
                        + "<path class=\"zero\" d=\"M0 %sH1000\"/>".formatted(coordinate(deltas.y(0)))
                        + path("delta", points, point -> deltas.y(point.delta())),
                Plain.axis(BigDecimal.valueOf(levels.high())),
                Plain.axis(BigDecimal.valueOf(levels.low())),
                deltaText(deltas.high(), absolute),
                deltaText(deltas.low(), absolute),
                labels(points),
                absolute ? "in absolute figures" : "in percent",
                measure.expected().map(Object::toString).orElse(""),
                (months.isEmpty() ? "" : "months; ") + "ticks: batches");
    }

    private static double delta(MeasureFigure figure, boolean absolute) {
        return absolute
                ? figure.delta().doubleValue()
                : figure.percent().map(BigDecimal::doubleValue).orElse(100.0);
    }

    private static Scale levelScale(List<Point> points) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Point point : points) {
            double before = point.figure().before().doubleValue();
            double after = point.figure().after().doubleValue();
            low = Math.min(low, Math.min(before, after));
            high = Math.max(high, Math.max(before, after));
        }
        boolean fromZero = low >= 0 && low < 0.5 * high;
        return fromZero ? new Scale(0, high * 1.06) : Scale.around(low, high);
    }

    private static Scale deltaScale(List<Point> points, Optional<DeltaRange> expected) {
        double low =
                Math.min(0, expected.map(range -> range.low().doubleValue()).orElse(0.0));
        double high =
                Math.max(0, expected.map(range -> range.high().doubleValue()).orElse(0.0));
        for (Point point : points) {
            low = Math.min(low, point.delta());
            high = Math.max(high, point.delta());
        }
        return Scale.around(low, high);
    }

    /** Steps, so that a single partition is a line, too. */
    private static String path(String css, List<Point> points, Function<Point, Double> y) {
        StringBuilder path = new StringBuilder("<path class=\"").append(css).append("\" d=\"");
        for (int i = 0; i < points.size(); i++) {
            path.append(i == 0 ? "M0 " : "V").append(coordinate(y.apply(points.get(i))));
            path.append("H").append(coordinate(WIDTH * (i + 1) / points.size()));
        }
        return path.append("\"/>").toString();
    }

    private static String band(DeltaRange expected, Scale scale) {
        double top = scale.y(expected.high().doubleValue());
        double bottom = scale.y(expected.low().doubleValue());
        return "<rect class=\"band\" x=\"0\" y=\"%s\" width=\"1000\" height=\"%s\"/>"
                .formatted(coordinate(top), coordinate(Math.max(bottom - top, 1.5)));
    }

    private static String months(List<Point> points, PartitionUnit unit) {
        if (unit != PartitionUnit.DAY && unit != PartitionUnit.HOUR) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        for (int i = 1; i < points.size(); i++) {
            if (!month(points.get(i), unit).equals(month(points.get(i - 1), unit))) {
                path.append("M%s 0V100".formatted(coordinate(WIDTH * i / points.size())));
            }
        }
        return path.isEmpty() ? "" : "<path class=\"rule\" d=\"" + path + "\"/>";
    }

    private static String month(Point point, PartitionUnit unit) {
        return unit.startOf(point.partition().ordinal())
                .toLocalDate()
                .toString()
                .substring(0, 7);
    }

    private static String ticks(List<BatchReconciliation> batches, int points) {
        StringBuilder path = new StringBuilder();
        int position = 0;
        for (BatchReconciliation batch : batches) {
            position += batch.partitions().size();
            if (position < points) {
                path.append("M%s 100V94".formatted(coordinate(WIDTH * position / points)));
            }
        }
        return "<path class=\"zero\" d=\"" + path + "\"/>";
    }

    private static String sentence(List<Point> points, boolean absolute) {
        double least = points.stream().mapToDouble(Point::delta).min().orElse(0);
        double most = points.stream().mapToDouble(Point::delta).max().orElse(0);
        return "From %s to %s the change per partition lies between %s and %s."
                .formatted(
                        points.get(0).partition().partition(),
                        points.get(points.size() - 1).partition().partition(),
                        deltaText(least, absolute),
                        deltaText(most, absolute));
    }

    private static String deltaText(double delta, boolean absolute) {
        BigDecimal value = BigDecimal.valueOf(delta);
        return absolute ? Plain.axis(value) : FigureText.percent(Optional.of(value));
    }

    private static List<String> labels(List<Point> points) {
        List<String> labels = new ArrayList<>();
        for (int i : new int[] {0, points.size() / 2, points.size() - 1}) {
            String label = points.get(i).partition().partition();
            if (!labels.contains(label)) {
                labels.add(label);
            }
        }
        return labels;
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replaceAll("\\.0$", "");
    }
}
