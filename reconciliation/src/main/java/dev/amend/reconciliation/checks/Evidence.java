package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.BeforeAfter;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Noise;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.SchemaChange;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * All figures of a batch that checks are based on.
 *
 * @param partitions every partition of the batch, including those without rows
 * @param duplicates keys that occur more than once
 * @param moved tells whether rows that changed their partition were searched for
 * @param requiredNulls nulls in columns that must not be null, by column
 * @param endless figures that hold NaN or infinity somewhere
 */
public record Evidence(
        String batch,
        SchemaChange schema,
        List<PartitionFigures> partitions,
        List<MeasureFigure> measures,
        List<Contribution> contributions,
        List<ColumnChange> columns,
        Growth duplicates,
        Moved moved,
        List<RequiredNulls> requiredNulls,
        List<Endless> endless,
        List<TotalPair> sourceTotals) {

    /**
     * The number of things that should not exist, on both sides.
     *
     * @param more how many are on the new side but not in the baseline
     */
    public record Growth(long before, long after, long more) {

        static Growth of(BeforeAfter count) {
            return new Growth(count.before(), count.after(), Math.max(0, count.after() - count.before()));
        }
    }

    /** Nulls in one column that must have none. */
    public record RequiredNulls(String column, BeforeAfter nulls) {}

    /** Tells whether rows that changed their partition were searched for. */
    public enum Moved {
        LOOKED_FOR,
        TOO_MANY_TO_LOOK_FOR
    }

    /** The number of rows, or of partitions if the figure does not add up, in which a figure is NaN or infinite. */
    public record Endless(String figure, BeforeAfter count, Remedy remedy) {}

    /** The treatment of a value that is NaN or infinite. */
    public enum Remedy {
        LEFT_OUT,
        NONE
    }

    /**
     * A total over the new rows, and the source's total. No value agrees with zero: a total over no rows may be either.
     */
    public record TotalPair(
            String name, Optional<BigDecimal> target, Optional<BigDecimal> source, Precision precision) {

        boolean agree() {
            BigDecimal ofTarget = target.orElse(BigDecimal.ZERO);
            BigDecimal ofSource = source.orElse(BigDecimal.ZERO);
            return precision == Precision.EXACT
                    ? ofTarget.compareTo(ofSource) == 0
                    : Noise.isBetween(ofTarget, ofSource);
        }
    }

    /** The arithmetic in which a figure is computed. */
    public enum Precision {
        EXACT,
        FLOATING
    }

    public Evidence {
        partitions = List.copyOf(partitions);
        measures = List.copyOf(measures);
        contributions = List.copyOf(contributions);
        columns = List.copyOf(columns);
        requiredNulls = List.copyOf(requiredNulls);
        endless = List.copyOf(endless);
        sourceTotals = List.copyOf(sourceTotals);
    }

    long unexplained() {
        return partitions.stream().mapToLong(PartitionFigures::unexplained).sum();
    }

    long count(RowClass rowClass) {
        return partitions.stream()
                .mapToLong(partition -> partition.count(rowClass))
                .sum();
    }
}
