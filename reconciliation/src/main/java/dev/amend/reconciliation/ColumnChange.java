package dev.amend.reconciliation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * How one column differs in the changed rows.
 *
 * @param rows changed rows in which it differs
 * @param nullToValue of these, was null and is a value now
 * @param valueToNull of these, was a value and is null now
 * @param deltas how far numbers moved; empty for other types, and where no pair of numbers differs
 * @param factors by which factors numbers changed
 */
public record ColumnChange(
        String column, long rows, long nullToValue, long valueToNull, List<DeltaSpread> deltas, Factors factors) {

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

    /**
     * By which factors numbers changed.
     *
     * @param constant the factor that nearly all of them changed by, if there is one
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
     * A factor that numbers changed by.
     *
     * @param factor with four digits
     * @param pairs how many pairs of numbers changed by it, to about one percent
     * @param of how many pairs of numbers differ
     */
    public record ConstantFactor(BigDecimal factor, long pairs, long of) {}

    /**
     * How many pairs of numbers changed by about one factor.
     *
     * @param before the sum of the old numbers' sizes
     * @param after the sum of the new numbers' sizes
     */
    public record FactorBucket(int index, long pairs, BigDecimal before, BigDecimal after) {

        FactorBucket plus(FactorBucket other) {
            return new FactorBucket(index, pairs + other.pairs, before.add(other.before), after.add(other.after));
        }
    }

    /** What was kept before there were factors is read as if no pair had one. */
    public ColumnChange {
        deltas = List.copyOf(deltas);
        factors = Objects.requireNonNullElse(factors, Factors.NONE);
    }

    /** Without the distributions behind the median and the factor. */
    public ColumnChange withoutBuckets() {
        return new ColumnChange(
                column,
                rows,
                nullToValue,
                valueToNull,
                deltas.stream().map(DeltaSpread::withoutBuckets).toList(),
                factors.withoutBuckets());
    }

    /** The changes of one column in several batches, as one. */
    public static ColumnChange sum(String column, List<ColumnChange> changes) {
        ColumnTally tally = new ColumnTally();
        changes.forEach(tally::addAll);
        return tally.change(column).orElseGet(() -> new ColumnChange(column, 0, 0, 0, List.of(), Factors.NONE));
    }
}
