package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.CheckName;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.input.Column;
import dev.amend.reconciliation.input.MeasureQuery.Named;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.Relations;
import dev.amend.reconciliation.input.Sides;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.sql.AdditiveExpression;
import dev.amend.reconciliation.sql.Mask;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import dev.amend.specs.text.Identifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The plan for computing the specification's figures: measures and totals that add up are computed in the comparison
 * itself, the others by one separate query.
 *
 * @param sides the tables that are compared
 * @param addedMeasures names of the measures that add up
 * @param addedTotals names of the source totals whose target side adds up
 * @param others the aggregates that don't add up; those of source totals after those of measures
 */
public record ComparisonPlan(
        Specification specification,
        Sides sides,
        TargetColumns columns,
        PairLayout layout,
        List<AdditiveExpression> figures,
        List<String> addedMeasures,
        List<String> addedTotals,
        List<Named> others) {

    public ComparisonPlan {
        figures = List.copyOf(figures);
        addedMeasures = List.copyOf(addedMeasures);
        addedTotals = List.copyOf(addedTotals);
        others = List.copyOf(others);
    }

    public static ComparisonPlan of(Specification specification, Sides sides) {
        TargetColumns columns = sides.columns();
        List<Named> measures = specification.validation().measures().stream()
                .map(measure -> new Named(measure.name(), measure.expression()))
                .toList();
        List<Named> totals = specification.validation().sourceTotals().stream()
                .map(total -> new Named(CheckName.SOURCE_TOTAL.of(total.name()), total.targetExpression()))
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
                .forEach(column -> AdditiveExpression.parse("count_if(%s is null)".formatted(Identifier.quoted(column)))
                        .ifPresent(figures::add));
        return new ComparisonPlan(
                specification,
                sides,
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

    /** Returns whether single rows may be ranked by their effect on a measure that adds up. */
    boolean mayRank(int measure) {
        return specification.validation().measures().stream()
                .filter(declared -> declared.name().equals(addedMeasures.get(measure)))
                .noneMatch(declared -> Mask.isNeededFor(declared.expression(), specification.target()));
    }

    /** A sensitive number only shows that it differs. */
    private static Column.Kind kind(Specification specification, Column column) {
        return specification.target().isSensitive(column.name()) ? Column.Kind.HIDDEN : column.kind();
    }

    /**
     * The rows of both sides, as statements read them.
     *
     * @throws dev.amend.specs.error.AmendException if a snapshot does not exist any more
     */
    public Relations relations(long baseline, NewRows newRows) {
        return sides.relations(baseline, newRows);
    }

    /** Aggregates over the rows of a key. */
    public List<String> figuresOfGroups() {
        return figures.stream().map(AdditiveExpression::ofGroup).toList();
    }

    /** The contributions of single rows to the aggregates; empty if rows must be grouped before they can be paired. */
    Optional<List<String>> figuresOfRows() {
        List<String> ofRows =
                figures.stream().flatMap(figure -> figure.ofOneRow().stream()).toList();
        return columns.isKeyed() && ofRows.size() == figures.size() ? Optional.of(ofRows) : Optional.empty();
    }

    /** The value of a measure that adds up over no rows. */
    Optional<BigDecimal> overNoRows(int measure) {
        String name = addedMeasures.get(measure);
        return specification.validation().measures().stream()
                .filter(declared -> declared.name().equals(name))
                .findFirst()
                .flatMap(declared -> AdditiveExpression.overNoRows(declared.expression()));
    }

    public PartitionUnit unit() {
        return specification.sourceRange().unit();
    }

    /** The names of the measures and source totals that add up, in the order of the figures. */
    public List<String> addedFigures() {
        return Stream.concat(addedMeasures.stream(), addedTotals.stream()).toList();
    }

    /** The position among the figures of a source total's target side, or -1 if it is not a sum. */
    public int figureOf(SourceTotal total) {
        int position = addedTotals.indexOf(CheckName.SOURCE_TOTAL.of(total.name()));
        return position < 0 ? -1 : layout.measures() + position;
    }

    /** The position among the figures of the number of nulls in a required column. */
    public int figureOfRequired(int column) {
        return layout.measures() + addedTotals.size() + column;
    }

    public static String nameOf(SourceTotal total) {
        return CheckName.SOURCE_TOTAL.of(total.name());
    }

    /** The figures of all measures in the order of the specification. */
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
