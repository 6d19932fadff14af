package dev.amend.reconciliation.report;

import dev.amend.specs.PartitionUnit;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;

/** Marks in a field of 1000 by 100. A partition of the guard band is drawn wider than it is, so that it can be seen. */
final class SeriesDrawing {
    private static final double WIDTH = 1000;
    private static final double HEIGHT = 100;
    private static final double GUARD_SHARE = 50;

    private final List<SeriesPoint> points;
    private final double[] edges;

    /** Figures from bottom to top. */
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
        this.edges = edges(points);
    }

    private static double[] edges(List<SeriesPoint> points) {
        double guard = Math.max(1, points.size() / GUARD_SHARE);
        double[] edges = new double[points.size() + 1];
        for (int i = 0; i < points.size(); i++) {
            edges[i + 1] = edges[i] + (points.get(i).isGuard() ? guard : 1);
        }
        double all = edges[points.size()];
        for (int i = 0; i < edges.length; i++) {
            edges[i] *= WIDTH / all;
        }
        return edges;
    }

    /** Steps, so that a single partition is a line, too. */
    String line(String css, Scale scale, ToDoubleFunction<SeriesPoint> value) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            path.append(i == 0 ? "M0 " : "V").append(coordinate(scale.y(value.applyAsDouble(points.get(i)))));
            path.append("H").append(coordinate(edges[i + 1]));
        }
        return path(css, path);
    }

    String level(String css, double y) {
        return path(css, new StringBuilder("M0 %sH1000".formatted(coordinate(y))));
    }

    /** A strip from side to side, never too thin to be seen. */
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
                        .formatted(css, coordinate(edges[i]), coordinate(edges[i + 1] - edges[i])));
            }
        }
        return marks.toString();
    }

    /** Vertical lines from the bottom up to a height, between the neighbours that ask for one. */
    String rules(String css, double height, BiPredicate<SeriesPoint, SeriesPoint> between) {
        StringBuilder path = new StringBuilder();
        for (int i = 1; i < points.size(); i++) {
            if (between.test(points.get(i - 1), points.get(i))) {
                path.append("M%s 100V%s".formatted(coordinate(edges[i]), coordinate(HEIGHT - height)));
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
