package dev.amend.reconciliation.report;

import dev.amend.specs.PartitionUnit;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Draws marks in a field of 1000 by 100. A partition of the guard band is drawn wider than it is, so that it can be
 * seen; missing partitions leave a gap of the same width, and lines end before it.
 */
final class SeriesDrawing {
    private static final double WIDTH = 1000;
    private static final double HEIGHT = 100;
    private static final double GUARD_SHARE = 50;

    private final List<SeriesPoint> points;
    private final double[] starts;
    private final double[] ends;

    /** The scale of figures, from bottom to top. */
    record Scale(double low, double high) {

        static Scale around(double low, double high) {
            double margin = Math.max((high - low) * 0.06, Math.max(Math.abs(high), Math.abs(low)) * 1e-6);
            return high - low + margin == 0 ? new Scale(low - 1, high + 1) : new Scale(low - margin, high + margin);
        }

        double y(double value) {
            return HEIGHT * (high - Math.min(Math.max(value, low), high)) / (high - low);
        }
    }

    SeriesDrawing(List<SeriesPoint> points) {
        this.points = points;
        this.starts = new double[points.size()];
        this.ends = new double[points.size()];
        double guard = Math.max(1, points.size() / GUARD_SHARE);
        double end = 0;
        for (int i = 0; i < points.size(); i++) {
            starts[i] = end + (isAfterGap(i) ? guard : 0);
            ends[i] = starts[i] + (points.get(i).isGuard() ? guard : 1);
            end = ends[i];
        }
        for (int i = 0; i < points.size(); i++) {
            starts[i] *= WIDTH / end;
            ends[i] *= WIDTH / end;
        }
    }

    /** Returns whether partitions are missing before this one. */
    private boolean isAfterGap(int point) {
        return point > 0 && points.get(point).ordinal() > points.get(point - 1).ordinal() + 1;
    }

    boolean hasGaps() {
        return IntStream.range(0, points.size()).anyMatch(this::isAfterGap);
    }

    /** A line of steps, so that a single partition is visible too; interrupted if there is no value. */
    String line(String css, Scale scale, Function<SeriesPoint, OptionalDouble> value) {
        StringBuilder path = new StringBuilder();
        boolean isDown = false;
        for (int i = 0; i < points.size(); i++) {
            OptionalDouble height = value.apply(points.get(i));
            if (height.isPresent()) {
                path.append(isDown && !isAfterGap(i) ? "V" : "M%s ".formatted(coordinate(starts[i])))
                        .append(coordinate(scale.y(height.getAsDouble())))
                        .append("H")
                        .append(coordinate(ends[i]));
            }
            isDown = height.isPresent();
        }
        return path(css, path);
    }

    String level(String css, double y) {
        return path(css, new StringBuilder("M0 %sH1000".formatted(coordinate(y))));
    }

    /** A strip from side to side, always thick enough to be seen. */
    String band(String css, double top, double bottom) {
        return "<rect class=\"%s\" x=\"0\" y=\"%s\" width=\"1000\" height=\"%s\"/>"
                .formatted(css, coordinate(top), coordinate(Math.max(bottom - top, 1.5)));
    }

    /** The guard band, from top to bottom. */
    String guards(String css) {
        StringBuilder marks = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).isGuard()) {
                marks.append("<rect class=\"%s\" x=\"%s\" y=\"0\" width=\"%s\" height=\"100\"/>"
                        .formatted(css, coordinate(starts[i]), coordinate(ends[i] - starts[i])));
            }
        }
        return marks.toString();
    }

    /** Vertical lines from the bottom up to a height, between neighbours for which the condition is true. */
    String rules(String css, double height, BiPredicate<SeriesPoint, SeriesPoint> between) {
        StringBuilder path = new StringBuilder();
        for (int i = 1; i < points.size(); i++) {
            if (between.test(points.get(i - 1), points.get(i))) {
                path.append("M%s 100V%s".formatted(coordinate(starts[i]), coordinate(HEIGHT - height)));
            }
        }
        return path(css, path);
    }

    static boolean isOtherBatch(SeriesPoint left, SeriesPoint right) {
        return !left.batch().equals(right.batch());
    }

    static boolean isOtherMonth(PartitionUnit unit, SeriesPoint left, SeriesPoint right) {
        return (unit == PartitionUnit.DAY || unit == PartitionUnit.HOUR)
                && !month(unit, left).equals(month(unit, right));
    }

    private static YearMonth month(PartitionUnit unit, SeriesPoint point) {
        return YearMonth.from(unit.startOf(point.ordinal()));
    }

    private static String path(String css, StringBuilder path) {
        return path.isEmpty() ? "" : "<path class=\"%s\" d=\"%s\"/>".formatted(css, path);
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replaceAll("\\.0$", "");
    }
}
