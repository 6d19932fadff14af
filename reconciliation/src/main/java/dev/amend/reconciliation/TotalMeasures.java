package dev.amend.reconciliation;

import dev.amend.reconciliation.MeasureQuery.Named;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.spark.sql.SparkSession;

/** Totals of the measures that batches can't be added up for, such as averages and distinct counts. */
public final class TotalMeasures {
    private TotalMeasures() {}

    /**
     * One query over parts of the range; none if every measure adds up.
     *
     * @param newRows those of all parts
     * @throws dev.amend.specs.AmendException if a measure has no value there
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

        Schema before = TargetTable.schema(session, specification, baselineSnapshot);
        Schema after = newRows.fold(
                shadow -> TargetTable.shadowSchema(session, specification, shadow.snapshotId()), view -> before);
        MeasureQuery query =
                new MeasureQuery(specification, TargetColumns.common(specification, before, after), others);
        String statement = query.statement(baselineSnapshot, newRows, parts.size());
        return new CheckedSql(
                        session, specification, new CheckedSql.Rows("the total", baselineSnapshot, newRows, Map.of()))
                .call(() -> query.run(session, statement, parts, Map.of()))
                .whole();
    }

    /** Whether a measure's total is the sum of its batches. */
    public static boolean addsUp(Measure measure) {
        return AdditiveExpression.matches(measure.expression());
    }
}
