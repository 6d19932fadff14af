package dev.amend.reconciliation;

import java.math.BigDecimal;
import java.util.List;

/**
 * Everything about a batch that checks are made on.
 *
 * @param partitions every partition of the batch, also those without rows
 * @param duplicates keys that are there more than once
 * @param moved whether rows that changed their partition were looked for
 * @param requiredNulls nulls in columns that must not be null, by column
 * @param endless figures that hold NaN or infinity somewhere
 */
record Evidence(
        String batch,
        SchemaChange schema,
        List<PartitionFigures> partitions,
        List<MeasureFigure> measures,
        List<Contribution> contributions,
        List<ColumnChange> columns,
        BeforeAfter duplicates,
        Moved moved,
        List<RequiredNulls> requiredNulls,
        List<Endless> endless,
        List<TotalPair> sourceTotals) {

    /** A count on both sides. */
    record BeforeAfter(long before, long after) {}

    /** Nulls in one column that must not have any. */
    record RequiredNulls(String column, BeforeAfter nulls) {}

    /** Whether rows that changed their partition were looked for. */
    enum Moved {
        LOOKED_FOR,
        TOO_MANY_TO_LOOK_FOR
    }

    /** Of how many rows, or partitions if it does not add up, a figure is no number. */
    record Endless(String figure, BeforeAfter count, Remedy remedy) {}

    /** What becomes of a value that is no number. */
    enum Remedy {
        LEFT_OUT,
        NONE
    }

    /** A total over the new rows, and the source's. */
    record TotalPair(String name, BigDecimal target, BigDecimal source, Precision precision) {

        boolean agree() {
            return precision == Precision.EXACT ? target.compareTo(source) == 0 : Noise.isBetween(target, source);
        }
    }

    /** How exactly a figure is computed. */
    enum Precision {
        EXACT,
        FLOATING
    }

    Evidence {
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
