package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.CheckName;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.specs.DeltaRange;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import dev.amend.specs.Unexplained;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Checks the specification's expectations of measures and unexplained rows, for a partition, a batch or the total. */
public final class Expectations {
    private final Specification specification;

    public Expectations(Specification specification) {
        this.specification = specification;
    }

    /** Checks each measure that has an expectation at {@code scale}. */
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

    /** Checks that differences without a reason stay within their limits. */
    public List<Finding> ofUnexplained(
            long rows, List<Contribution> contributions, List<MeasureFigure> figures, String scope) {
        return specification
                .validation()
                .unexplained()
                .map(limits -> ofUnexplained(limits, rows, contributions, figures, scope))
                .orElse(List.of());
    }

    /** Every changed row needs a reason. If the specification declares none, the owner has to decide. */
    public List<Finding> ofDeclaredReasons(long changed, String scope) {
        if (changed == 0 || !specification.validation().explainedBy().isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                Level.ROW,
                CheckName.DECLARED_REASONS.text(),
                Outcome.WARN,
                scope,
                "a declared reason for every row that changed",
                "%s changed, and the specification declares no reason (validation.explained_by)"
                        .formatted(FigureText.rows(changed))));
    }

    private static Finding ofMeasure(Measure measure, MeasureFigure figure, String expected, String scope) {
        Outcome outcome = measure.allows(figure.before(), figure.after()) ? Outcome.PASS : Outcome.FAIL;
        return new Finding(
                Level.AGGREGATE,
                CheckName.MEASURE.of(figure.name()),
                outcome,
                scope,
                expected,
                FigureText.move(figure));
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
                CheckName.UNEXPLAINED_ROWS.text(),
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
        BigDecimal before = figure.before().orElse(BigDecimal.ZERO);
        MeasureFigure moved = new MeasureFigure(figure.name(), before, before.add(delta));
        return new Finding(
                Level.ROW,
                CheckName.UNEXPLAINED_DELTA.of(figure.name()),
                limit.allows(before, before.add(delta)) ? Outcome.PASS : Outcome.FAIL,
                scope,
                limit.toString(),
                "%s (%s)".formatted(FigureText.change(delta), FigureText.percent(moved.percent())));
    }
}
