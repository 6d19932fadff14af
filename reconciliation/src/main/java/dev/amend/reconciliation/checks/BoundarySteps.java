package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.CheckName;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.specs.Level;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Steps of a measure between neighbouring partitions that stand out.
 *
 * <p>Within the range, the step of the new series is compared with the same step of the old series, so week-ends and
 * seasons cancel out: the rest shows that a correction begins or ends there. At the ends of the range, where every
 * correction begins and ends, the step of the new series to its untouched neighbour is compared with the usual step
 * between such days, and counts only if the old series was nearer to the usual step.
 *
 * <p>Steps are differences of logarithms if all figures are positive, so that a correction by a factor is the same step
 * on small and on large days; otherwise they are plain differences.
 */
public final class BoundarySteps {
    /** A tenth of a percent: rounding alone makes steps of that size. */
    private static final double LEAST = 0.001;
    /** The number of partitions after which a series repeats. */
    private static final Map<PartitionUnit, Integer> PERIODS =
            Map.of(PartitionUnit.HOUR, 24, PartitionUnit.DAY, 7, PartitionUnit.MONTH, 12);

    private final Specification specification;
    private final String measure;
    private final double limit;
    private final List<Step> inside = new ArrayList<>();
    private final List<Step> ends = new ArrayList<>();
    private final ToDoubleFunction<BigDecimal> scale;
    private final double least;

    private enum Touch {
        REWRITTEN,
        UNTOUCHED
    }

    /** The steps that stand out, by place, for repeated look-ups. */
    public record Jumps(Set<String> scopes) {

        public Jumps {
            scopes = Set.copyOf(scopes);
        }

        /** Returns whether the step between two neighbouring partitions stands out. */
        public boolean isBetween(String from, String to) {
            return scopes.contains(scope(from, to));
        }
    }

    /** A partition that has a value on both sides. */
    private record Point(long ordinal, MeasureFigure figure, Touch touch) {

        BigDecimal before() {
            return figure.before().orElseThrow();
        }

        BigDecimal after() {
            return figure.after().orElseThrow();
        }

        boolean isPositive() {
            return before().signum() > 0 && after().signum() > 0;
        }
    }

    private record Step(Point from, Point to, double old, double now) {

        double change() {
            return now - old;
        }
    }

    private BoundarySteps(Specification specification, String measure, BigDecimal limit, List<Point> series) {
        this.specification = specification;
        this.measure = measure;
        this.limit = limit.doubleValue();
        boolean positive = series.stream().allMatch(Point::isPositive);
        this.scale = positive ? figure -> Math.log(figure.doubleValue()) : BigDecimal::doubleValue;
        this.least = positive ? LEAST : LEAST * usualSize(series);
        for (int i = 1; i < series.size(); i++) {
            addStep(series.get(i - 1), series.get(i));
        }
    }

    private static double usualSize(List<Point> series) {
        double size = StepScores.median(series.stream()
                        .map(point -> Math.abs(point.before().doubleValue()))
                        .toList())
                .orElse(1);
        return size == 0 ? 1 : size;
    }

    private void addStep(Point from, Point to) {
        boolean anyRewritten = from.touch() == Touch.REWRITTEN || to.touch() == Touch.REWRITTEN;
        if (from.ordinal() + 1 != to.ordinal() || !anyRewritten) {
            return;
        }
        Step step = new Step(
                from, to, scaled(to.before()) - scaled(from.before()), scaled(to.after()) - scaled(from.after()));
        (from.touch() == to.touch() ? inside : ends).add(step);
    }

    private double scaled(BigDecimal figure) {
        return scale.applyAsDouble(figure);
    }

    /** One finding for each step that stands out; none if the specification does not ask for the check. */
    public static List<Finding> judge(Specification specification, List<BatchReconciliation> batches) {
        return specification
                .validation()
                .boundaryJump()
                .map(limit -> specification.validation().measures().stream()
                        .map(measure -> new BoundarySteps(
                                specification, measure.name(), limit, series(batches, measure.name())))
                        .flatMap(steps -> steps.findings().stream())
                        .toList())
                .orElse(List.of());
    }

    /** The outstanding steps of a measure, from its findings. */
    public static Jumps jumps(String measure, List<Finding> findings) {
        return new Jumps(findings.stream()
                .filter(finding -> finding.outcome() != Outcome.PASS)
                .filter(finding -> finding.check().equals(CheckName.BOUNDARY_JUMP.of(measure)))
                .map(Finding::scope)
                .collect(Collectors.toSet()));
    }

    private static String scope(String from, String to) {
        return "%s → %s".formatted(from, to);
    }

    private static List<Point> series(List<BatchReconciliation> batches, String measure) {
        SortedMap<Long, Point> points = new TreeMap<>();
        for (BatchReconciliation batch : batches) {
            batch.guardBand()
                    .forEach(guard -> add(points, guard.ordinal(), guard.measures(), measure, Touch.UNTOUCHED));
        }
        for (BatchReconciliation batch : batches) {
            batch.partitions()
                    .forEach(partition ->
                            add(points, partition.ordinal(), partition.measures(), measure, Touch.REWRITTEN));
        }
        return List.copyOf(points.values());
    }

    private static void add(
            SortedMap<Long, Point> points, long ordinal, List<MeasureFigure> figures, String measure, Touch touch) {
        figures.stream()
                .filter(figure -> figure.name().equals(measure))
                .filter(figure -> figure.before().isPresent() && figure.after().isPresent())
                .forEach(figure -> points.put(ordinal, new Point(ordinal, figure, touch)));
    }

    private List<Finding> findings() {
        if (inside.size() < StepScores.ENOUGH) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(jumpsInside());
        findings.addAll(jumpsAtEnds());
        if (findings.isEmpty()) {
            findings.add(new Finding(
                    Level.AGGREGATE,
                    CheckName.BOUNDARY_JUMP.of(measure),
                    Outcome.PASS,
                    Finding.TOTAL,
                    expected(),
                    "none of %d steps".formatted(inside.size() + ends.size())));
        }
        return findings;
    }

    private List<Finding> jumpsInside() {
        StepScores usual = StepScores.of(inside.stream().map(Step::change).toList(), least);
        return inside.stream()
                .filter(step -> isJump(usual.score(step.change())))
                .map(step -> finding(step, usual.score(step.change())))
                .toList();
    }

    private List<Finding> jumpsAtEnds() {
        StepScores usual = StepScores.of(inside.stream().map(Step::now).toList(), least);
        return ends.stream()
                .filter(step -> Math.abs(step.now() - natural(step)) > Math.abs(step.old() - natural(step)))
                .filter(step -> isJump(usual.distance(step.now(), natural(step))))
                .map(step -> finding(step, usual.distance(step.now(), natural(step))))
                .toList();
    }

    /** The usual old step between other partitions of that hour, day of the week or month of the year. */
    private double natural(Step end) {
        int period = PERIODS.getOrDefault(specification.sourceRange().unit(), 1);
        List<Double> alike = inside.stream()
                .filter(step -> Math.floorMod(step.from().ordinal() - end.from().ordinal(), period) == 0)
                .map(Step::old)
                .toList();
        return StepScores.median(alike).orElse(0);
    }

    private boolean isJump(double score) {
        return Math.abs(score) > limit;
    }

    private String expected() {
        return "no step beyond z = %s".formatted(FigureText.number(BigDecimal.valueOf(limit)));
    }

    private Finding finding(Step step, double score) {
        PartitionUnit unit = specification.sourceRange().unit();
        return new Finding(
                Level.AGGREGATE,
                CheckName.BOUNDARY_JUMP.of(measure),
                Outcome.WARN,
                scope(unit.format(step.from().ordinal()), unit.format(step.to().ordinal())),
                expected(),
                "z = %s: the step was %s and is %s, %s"
                        .formatted(
                                String.format(Locale.ROOT, "%.1f", score),
                                move(step.from().before(), step.to().before()),
                                move(step.from().after(), step.to().after()),
                                place(step)));
    }

    private static String move(BigDecimal from, BigDecimal to) {
        return FigureText.percent(new MeasureFigure("", from, to).percent());
    }

    private String place(Step step) {
        if (step.from().touch() == Touch.UNTOUCHED) {
            return "where the range begins";
        }
        if (step.to().touch() == Touch.UNTOUCHED) {
            return "where the range ends";
        }
        long from = step.from().ordinal();
        long to = step.to().ordinal();
        PartitionUnit unit = specification.sourceRange().unit();
        if (unit != PartitionUnit.INTEGER
                && unit.startOf(from).getMonth() != unit.startOf(to).getMonth()) {
            return "where a month begins";
        }
        return specification.grid().cell(from) == specification.grid().cell(to)
                ? "inside of a batch"
                : "where a batch begins";
    }
}
