package dev.amend.reconciliation;

import java.math.BigDecimal;
import java.util.List;

/**
 * How one column differs in the changed rows.
 *
 * @param rows changed rows in which it differs
 * @param nullToValue of these, was null and is a value now
 * @param valueToNull of these, was a value and is null now
 * @param deltas how far numbers moved; empty for other types, and where no pair of numbers differs
 */
public record ColumnChange(String column, long rows, long nullToValue, long valueToNull, List<DeltaSpread> deltas) {

    /**
     * How far numbers moved. Median and 95th percentile are right to one percent.
     *
     * @param pairs how many pairs of numbers differ
     */
    public record DeltaSpread(
            long pairs,
            BigDecimal least,
            BigDecimal median,
            BigDecimal p95,
            BigDecimal greatest,
            BigDecimal sum,
            List<DeltaBucket> buckets) {

        public DeltaSpread {
            buckets = List.copyOf(buckets);
        }

        DeltaSpread withoutBuckets() {
            return new DeltaSpread(pairs, least, median, p95, greatest, sum, List.of());
        }
    }

    /** How many deltas fell near one value: a piece of the distribution. */
    public record DeltaBucket(int index, long pairs) {}

    public ColumnChange {
        deltas = List.copyOf(deltas);
    }

    /** Without the distribution behind the median. */
    public ColumnChange withoutBuckets() {
        return new ColumnChange(
                column,
                rows,
                nullToValue,
                valueToNull,
                deltas.stream().map(DeltaSpread::withoutBuckets).toList());
    }

    /** The changes of one column in several batches, as one. */
    public static ColumnChange sum(String column, List<ColumnChange> changes) {
        ColumnTally tally = new ColumnTally();
        changes.forEach(tally::addAll);
        return tally.change(column).orElseGet(() -> new ColumnChange(column, 0, 0, 0, List.of()));
    }
}
