package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.MeasureFigure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The steps of a measure from its old total to its new one, cause by cause. */
record WaterfallChart(String measure, List<Step> steps, String origin, boolean zoomed) {
    private static final List<String> ORDER = List.of(
            Contribution.REMOVED,
            Contribution.ADDED,
            Contribution.MOVED,
            Contribution.DUPLICATE,
            Contribution.NULL_KEY,
            Contribution.RULE,
            Contribution.WITHIN_TOLERANCE,
            Contribution.UNEXPLAINED);

    /** One bar; x and width are out of 100. */
    record Step(String label, String css, String x, String width, String value) {}

    private record Bar(String label, String css, BigDecimal from, BigDecimal to, String value) {}

    static WaterfallChart of(MeasureFigure total, List<Contribution> contributions) {
        List<Bar> bars = bars(total, contributions);
        BigDecimal high = bars.stream().map(bar -> bar.from().max(bar.to())).reduce(BigDecimal.ZERO, BigDecimal::max);
        BigDecimal low = bars.stream()
                .filter(bar -> !bar.css().startsWith("whole"))
                .map(bar -> bar.from().min(bar.to()))
                .reduce(height(total.before()).min(height(total.after())), BigDecimal::min);

        double span = high.subtract(low).doubleValue();
        boolean zoomed = low.signum() > 0 && span > 0 && span < 0.5 * high.doubleValue();
        double origin = zoomed ? Math.max(0, low.doubleValue() - span) : Math.min(0, low.doubleValue());
        double scale = 100 / Math.max(high.doubleValue() - origin, Double.MIN_NORMAL);
        return new WaterfallChart(
                total.name(),
                bars.stream().map(bar -> step(bar, origin, scale)).toList(),
                Plain.axis(BigDecimal.valueOf(origin)),
                zoomed && origin > 0);
    }

    private static List<Bar> bars(MeasureFigure total, List<Contribution> contributions) {
        List<Bar> bars = new ArrayList<>();
        bars.add(new Bar("old", "whole", BigDecimal.ZERO, height(total.before()), FigureText.number(total.before())));

        BigDecimal running = height(total.before());
        for (Contribution contribution : inOrder(contributions)) {
            BigDecimal next = running.add(contribution.delta());
            bars.add(new Bar(
                    label(contribution), css(contribution), running, next, FigureText.change(contribution.delta())));
            running = next;
        }

        bars.add(new Bar("new", "whole now", BigDecimal.ZERO, height(total.after()), FigureText.number(total.after())));
        return bars;
    }

    /** The height of a bar; zero if there is no value. */
    private static BigDecimal height(Optional<BigDecimal> value) {
        return value.orElse(BigDecimal.ZERO);
    }

    private static List<Contribution> inOrder(List<Contribution> contributions) {
        return ORDER.stream()
                .flatMap(cause -> contributions.stream()
                        .filter(contribution -> contribution.cause().startsWith(cause)))
                .toList();
    }

    private static String label(Contribution contribution) {
        String cause = contribution.cause().replaceFirst(Contribution.RULE, "");
        return "%s (%s)".formatted(cause, Plain.count(contribution.rows(), "row", "rows"));
    }

    private static String css(Contribution contribution) {
        if (contribution.lacksReason()) {
            return "odd";
        }
        return contribution.delta().signum() < 0 ? "down" : "up";
    }

    private static Step step(Bar bar, double origin, double scale) {
        double from = Math.max(bar.from().min(bar.to()).doubleValue(), origin);
        double to = Math.max(bar.from().max(bar.to()).doubleValue(), origin);
        double width = Math.max((to - from) * scale, bar.from().compareTo(bar.to()) == 0 ? 0 : 0.25);
        return new Step(bar.label(), bar.css(), coordinate((from - origin) * scale), coordinate(width), bar.value());
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
