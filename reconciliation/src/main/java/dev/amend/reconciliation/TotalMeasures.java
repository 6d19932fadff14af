package dev.amend.reconciliation;

import dev.amend.reconciliation.MeasureQuery.Named;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Totals of the measures that batches can't be added up for, such as averages and distinct counts. */
public final class TotalMeasures {
    private TotalMeasures() {}

    /** One query over the whole range; none if every measure adds up. */
    public static List<MeasureFigure> compute(
            SparkSession session, Specification specification, long baselineSnapshot, long shadowSnapshot) {
        List<Named> others = specification.validation().measures().stream()
                .filter(measure -> !addsUp(measure))
                .map(measure -> new Named(measure.name(), measure.expression()))
                .toList();
        if (others.isEmpty()) {
            return List.of();
        }

        TargetColumns columns = TargetColumns.common(
                specification,
                TargetTable.schema(session, specification, baselineSnapshot),
                TargetTable.shadowSchema(session, specification, shadowSnapshot));
        MeasureQuery query = new MeasureQuery(specification, columns, others);
        List<PartitionRange> segments = specification.sourceRange().segments();
        String statement = query.statement(baselineSnapshot, new NewRows.InShadow(shadowSnapshot), segments.size());
        return query.run(session, statement, segments, Map.of()).whole();
    }

    /** Whether a measure's total is the sum of its batches. */
    public static boolean addsUp(Measure measure) {
        return AdditiveExpression.matches(measure.expression());
    }
}
