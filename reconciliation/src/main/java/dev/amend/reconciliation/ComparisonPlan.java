package dev.amend.reconciliation;

import dev.amend.reconciliation.MeasureQuery.Named;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of the specification is computed where: measures and totals that add up are taken in the comparison itself, the
 * others by one query of their own.
 *
 * @param addedMeasures names of the measures that add up
 * @param addedTotals names of the source totals whose target side adds up
 * @param others the aggregates that don't; those of source totals after those of measures
 */
record ComparisonPlan(
        Specification specification,
        TargetColumns columns,
        PairLayout layout,
        List<AdditiveExpression> figures,
        List<String> addedMeasures,
        List<String> addedTotals,
        List<Named> others) {
    private static final String TOTAL = "source-total:";

    ComparisonPlan {
        figures = List.copyOf(figures);
        addedMeasures = List.copyOf(addedMeasures);
        addedTotals = List.copyOf(addedTotals);
        others = List.copyOf(others);
    }

    static ComparisonPlan of(Specification specification, TargetColumns columns) {
        List<Named> measures = specification.validation().measures().stream()
                .map(measure -> new Named(measure.name(), measure.expression()))
                .toList();
        List<Named> totals = specification.validation().sourceTotals().stream()
                .map(total -> new Named(TOTAL + total.name(), total.targetExpression()))
                .toList();
        List<Named> added = measures.stream().filter(Named::addsUp).toList();
        List<Named> addedTotals = totals.stream().filter(Named::addsUp).toList();

        List<AdditiveExpression> figures = new ArrayList<>();
        Stream.of(added, addedTotals)
                .flatMap(List::stream)
                .map(Named::expression)
                .flatMap(expression -> AdditiveExpression.parse(expression).stream())
                .forEach(figures::add);
        specification
                .target()
                .required()
                .forEach(column -> AdditiveExpression.parse("count_if(%s is null)".formatted(SqlTemplate.quote(column)))
                        .ifPresent(figures::add));
        return new ComparisonPlan(
                specification,
                columns,
                layout(specification, columns, figures.size(), added.size()),
                figures,
                added.stream().map(Named::name).toList(),
                addedTotals.stream().map(Named::name).toList(),
                Stream.concat(measures.stream(), totals.stream())
                        .filter(named -> !named.addsUp())
                        .toList());
    }

    private static PairLayout layout(Specification specification, TargetColumns columns, int figures, int measures) {
        return new PairLayout(
                columns.isKeyed(),
                columns.compared().stream()
                        .map(column -> kind(specification, column))
                        .toList(),
                figures,
                measures,
                specification.validation().explainedBy().stream()
                        .map(ExplanationRule::name)
                        .toList(),
                specification.grid());
    }

    /** Whether single rows may be shown by what they do to a measure that adds up. */
    boolean mayRank(int measure) {
        return specification.validation().measures().stream()
                .filter(declared -> declared.name().equals(addedMeasures.get(measure)))
                .noneMatch(declared -> Mask.isNeededFor(declared.expression(), specification.target()));
    }

    /** Of a sensitive number no more is known than that it differs. */
    private static PairLayout.Kind kind(Specification specification, Column column) {
        return specification.target().isSensitive(column.name()) ? PairLayout.Kind.HIDDEN : column.kind();
    }

    /** Aggregates over the rows of a key. */
    List<String> figuresOfGroups() {
        return figures.stream().map(AdditiveExpression::ofGroup).toList();
    }

    /** What single rows add to the aggregates; empty if rows can't be paired without bringing them together first. */
    Optional<List<String>> figuresOfRows() {
        List<String> ofRows =
                figures.stream().flatMap(figure -> figure.ofOneRow().stream()).toList();
        return columns.isKeyed() && ofRows.size() == figures.size() ? Optional.of(ofRows) : Optional.empty();
    }

    PartitionUnit unit() {
        return specification.sourceRange().unit();
    }

    /** Names of the measures and source totals that add up, as they stand among the figures. */
    List<String> addedFigures() {
        return Stream.concat(addedMeasures.stream(), addedTotals.stream()).toList();
    }

    /** The position among the figures of the target's side of a source total, or -1 if it is no sum. */
    int figureOf(SourceTotal total) {
        int position = addedTotals.indexOf(TOTAL + total.name());
        return position < 0 ? -1 : layout.measures() + position;
    }

    /** The position among the figures of the nulls in a required column. */
    int figureOfRequired(int column) {
        return layout.measures() + addedTotals.size() + column;
    }

    static String nameOf(SourceTotal total) {
        return TOTAL + total.name();
    }

    /** The figures of all measures as the specification orders them. */
    List<MeasureFigure> inOrder(List<MeasureFigure> added, List<MeasureFigure> others) {
        return specification.validation().measures().stream()
                .map(Measure::name)
                .flatMap(name -> Stream.of(added, others)
                        .flatMap(List::stream)
                        .filter(figure -> figure.name().equals(name))
                        .limit(1))
                .toList();
    }
}
