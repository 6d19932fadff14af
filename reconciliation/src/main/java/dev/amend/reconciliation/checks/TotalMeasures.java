package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.input.MeasureQuery;
import dev.amend.reconciliation.input.MeasureQuery.Named;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.Sides;
import dev.amend.reconciliation.sql.AdditiveExpression;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Totals of the measures that can't be added up from batches, such as averages and distinct counts. */
public final class TotalMeasures {
    private TotalMeasures() {}

    /**
     * Runs one query over parts of the range, or none if every measure adds up.
     *
     * @param newRows the new rows of all parts
     * @throws dev.amend.specs.error.AmendException if a measure has no value in the range
     */
    static List<MeasureFigure> compute(
            SparkSession session,
            Specification specification,
            long baselineSnapshot,
            NewRows newRows,
            List<PartitionRange> parts) {
        List<Named> others = specification.validation().measures().stream()
                .filter(measure -> !addsUp(measure))
                .map(measure -> new Named(measure.name(), measure.expression()))
                .toList();
        if (others.isEmpty()) {
            return List.of();
        }

        Sides sides = Sides.of(session, specification, newRows);
        MeasureQuery query = new MeasureQuery(sides.columns(), others);
        String statement = query.statement(sides.relations(baselineSnapshot, newRows), parts.size());
        return new CheckedSql(
                        session, specification, new CheckedSql.Rows("the total", baselineSnapshot, newRows, Map.of()))
                .call(() -> query.run(session, statement, parts, Map.of()))
                .whole();
    }

    /** Returns whether a measure's total is the sum of its batches. */
    public static boolean addsUp(Measure measure) {
        return AdditiveExpression.matches(measure.expression());
    }
}
