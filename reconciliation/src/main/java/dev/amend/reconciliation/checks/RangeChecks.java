package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Computes the totals and checks of the whole range, which no single batch can show. */
public final class RangeChecks {

    private RangeChecks() {}

    /**
     * Runs one query for measures that do not add up. If the key does not contain the partition key, runs one more for
     * keys in several batches, and one for keys that also exist outside the range.
     *
     * @param newRows the new rows of all parts
     * @param parts the parts of the range
     * @throws dev.amend.specs.error.AmendException if a measure has no value in the range
     */
    public static RangeTotals compute(
            SparkSession session,
            Specification specification,
            long baselineSnapshot,
            NewRows newRows,
            List<PartitionRange> parts) {
        return new RangeTotals(
                TotalMeasures.compute(session, specification, baselineSnapshot, newRows, parts),
                RepeatedKeys.arePossible(specification)
                        ? new RepeatedKeys(session, specification, baselineSnapshot, newRows, parts).find()
                        : List.of());
    }

    /** Placeholders for the totals before they are computed: nothing may look as if it had been computed. */
    public static RangeTotals toCome(Specification specification) {
        return new RangeTotals(List.of(), RepeatedKeys.toCome(specification));
    }

    /** True if {@link #compute} has anything to do. */
    public static boolean areNeeded(Specification specification) {
        return RepeatedKeys.arePossible(specification)
                || !specification.validation().measures().stream().allMatch(TotalMeasures::addsUp);
    }
}
