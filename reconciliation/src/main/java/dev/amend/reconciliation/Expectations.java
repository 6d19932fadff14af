package dev.amend.reconciliation;

import dev.amend.specs.DeltaRange;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import dev.amend.specs.Unexplained;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What the specification expects of measures and of unexplained rows, judged for a partition, a batch or the total. */
public final class Expectations {
    private final Specification specification;

    public Expectations(Specification specification) {
        this.specification = specification;
    }

    /** Whether each measure that has an expectation at {@code scale} moved within it. */
    public List<Finding> ofMeasures(List<MeasureFigure> figures, Measure.Per scale, String scope) {
        List<Finding> findings = new ArrayList<>();
        for (Measure measure : specification.validation().measures()) {
            if (measure.per().compareTo(scale) > 0) {
                continue;
            }
            measure.expectation()
                    .ifPresent(expected -> figures.stream()
                            .filter(figure -> figure.name().equals(measure.name()))
                            .forEach(figure -> findings.add(ofMeasure(measure, figure, expected, scope))));
        }
        return findings;
    }

    /** Whether what differs without a reason stays within its limits. */
    public List<Finding> ofUnexplained(
            long rows, List<Contribution> contributions, List<MeasureFigure> figures, String scope) {
        return specification
                .validation()
                .unexplained()
                .map(limits -> ofUnexplained(limits, rows, contributions, figures, scope))
                .orElse(List.of());
    }

    private static Finding ofMeasure(Measure measure, MeasureFigure figure, String expected, String scope) {
        Outcome outcome = measure.allows(figure.before(), figure.after()) ? Outcome.PASS : Outcome.FAIL;
        return new Finding(
                Level.AGGREGATE, "measure:" + figure.name(), outcome, scope, expected, FigureText.move(figure));
    }

    private List<Finding> ofUnexplained(
            Unexplained limits,
            long rows,
            List<Contribution> contributions,
            List<MeasureFigure> figures,
            String scope) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                Level.ROW,
                "unexplained-rows",
                rows <= limits.rows() ? Outcome.PASS : Outcome.FAIL,
                scope,
                "at most " + FigureText.number(limits.rows()),
                FigureText.number(rows)));

        limits.delta()
                .ifPresent(limit -> figures.stream()
                        .filter(figure -> contributions.stream()
                                .anyMatch(contribution -> contribution.measure().equals(figure.name())))
                        .forEach(figure -> findings.add(ofUnexplainedDelta(limit, contributions, figure, scope))));
        return findings;
    }

    private static Finding ofUnexplainedDelta(
            DeltaRange limit, List<Contribution> contributions, MeasureFigure figure, String scope) {
        BigDecimal delta = contributions.stream()
                .filter(contribution -> contribution.measure().equals(figure.name()))
                .filter(Contribution::lacksReason)
                .map(Contribution::delta)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        MeasureFigure moved = new MeasureFigure(
                figure.name(), figure.before(), figure.before().add(delta));
        return new Finding(
                Level.ROW,
                "unexplained-delta:" + figure.name(),
                limit.allows(moved.before(), moved.after()) ? Outcome.PASS : Outcome.FAIL,
                scope,
                limit.toString(),
                "%s (%s)".formatted(FigureText.change(delta), FigureText.percent(moved.percent())));
    }
}
