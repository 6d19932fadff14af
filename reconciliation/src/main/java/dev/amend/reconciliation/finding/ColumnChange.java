package dev.amend.reconciliation.finding;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * The differences of one column in the changed rows.
 *
 * @param rows the number of changed rows in which the column differs
 * @param nullToValue how many of these were null and have a value now
 * @param valueToNull how many of these had a value and are null now
 * @param deltas the changes of numbers; empty for other types, and if no pair of numbers differs
 * @param factors the factors by which numbers changed
 */
public record ColumnChange(
        String column, long rows, long nullToValue, long valueToNull, List<DeltaSpread> deltas, Factors factors) {

    /**
     * The distribution of changes. Median and 95th percentile are accurate to one percent.
     *
     * @param pairs the number of pairs of numbers that differ
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

    /** The number of deltas near one value: a piece of the distribution. */
    public record DeltaBucket(int index, long pairs) {}

    /**
     * The factors by which numbers changed.
     *
     * @param constant the factor by which nearly all of them changed, if there is one
     */
    public record Factors(List<ConstantFactor> constant, List<FactorBucket> buckets) {
        public static final Factors NONE = new Factors(List.of(), List.of());

        public Factors {
            constant = List.copyOf(constant);
            buckets = List.copyOf(buckets);
        }

        Factors withoutBuckets() {
            return new Factors(constant, List.of());
        }
    }

    /**
     * A factor by which numbers changed.
     *
     * @param factor the factor with four digits
     * @param pairs the number of pairs that changed by this factor, to about one percent
     * @param of the number of pairs of numbers that differ
     */
    public record ConstantFactor(BigDecimal factor, long pairs, long of) {}

    /**
     * The number of pairs of numbers that changed by about one factor.
     *
     * @param before the sum of the old numbers' sizes
     * @param after the sum of the new numbers' sizes
     */
    public record FactorBucket(int index, long pairs, BigDecimal before, BigDecimal after) {

        public FactorBucket plus(FactorBucket other) {
            return new FactorBucket(index, pairs + other.pairs, before.add(other.before), after.add(other.after));
        }
    }

    /** Data from before factors were introduced is read as if no pair had a factor. */
    public ColumnChange {
        deltas = List.copyOf(deltas);
        factors = Objects.requireNonNullElse(factors, Factors.NONE);
    }

    /** A copy without the distributions behind the median and the factor. */
    public ColumnChange withoutBuckets() {
        return new ColumnChange(
                column,
                rows,
                nullToValue,
                valueToNull,
                deltas.stream().map(DeltaSpread::withoutBuckets).toList(),
                factors.withoutBuckets());
    }
}
