package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.ColumnChange.DeltaBucket;
import dev.amend.reconciliation.finding.ColumnChange.DeltaSpread;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A compact distribution of changes: deltas are counted in buckets that grow by two percent, so a quantile is accurate
 * to one percent, and two sketches add up to the sketch of both.
 */
final class DeltaSketch implements Serializable {
    private static final long serialVersionUID = 1;

    private static final double GROWTH = StrictMath.log(1.02);
    private static final int SHIFT = 50_000; // more than the bucket of any finite double
    private static final MathContext SHOWN = new MathContext(3);

    private final TreeMap<Integer, Long> buckets = new TreeMap<>();
    private long pairs;
    private BigDecimal least = BigDecimal.ZERO;
    private BigDecimal greatest = BigDecimal.ZERO;
    private BigDecimal sum = BigDecimal.ZERO;

    void add(BigDecimal delta) {
        buckets.merge(bucketOf(delta), 1L, Long::sum);
        extend(1, delta, delta, delta);
    }

    void addAll(DeltaSketch other) {
        if (other.pairs > 0) {
            other.buckets.forEach((bucket, count) -> buckets.merge(bucket, count, Long::sum));
            extend(other.pairs, other.least, other.greatest, other.sum);
        }
    }

    void addAll(DeltaSpread spread) {
        spread.buckets().forEach(bucket -> buckets.merge(bucket.index(), bucket.pairs(), Long::sum));
        extend(spread.pairs(), spread.least(), spread.greatest(), spread.sum());
    }

    long pairs() {
        return pairs;
    }

    /** The distribution; empty if no delta was added. */
    Optional<DeltaSpread> spread() {
        if (pairs == 0) {
            return Optional.empty();
        }
        return Optional.of(new DeltaSpread(
                pairs,
                least,
                quantile(0.5),
                quantile(0.95),
                greatest,
                sum,
                buckets.entrySet().stream()
                        .map(bucket -> new DeltaBucket(bucket.getKey(), bucket.getValue()))
                        .toList()));
    }

    private void extend(long count, BigDecimal low, BigDecimal high, BigDecimal total) {
        least = pairs == 0 ? low : least.min(low);
        greatest = pairs == 0 ? high : greatest.max(high);
        sum = sum.add(total);
        pairs += count;
    }

    private BigDecimal quantile(double share) {
        long rank = (long) Math.ceil(share * pairs);
        long seen = 0;
        for (var bucket : buckets.entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                return middleOf(bucket.getKey()).max(least).min(greatest);
            }
        }
        return greatest;
    }

    /** The bucket of a delta, in the order of deltas: negative ones, zero, positive ones. */
    private static int bucketOf(BigDecimal delta) {
        double size = Math.abs(delta.doubleValue());
        if (size == 0) {
            return 0;
        }
        double exponent = StrictMath.log(Math.min(size, Double.MAX_VALUE)) / GROWTH;
        int bucket = (int) StrictMath.ceil(exponent) + SHIFT;
        return delta.signum() * bucket;
    }

    private static BigDecimal middleOf(int bucket) {
        if (bucket == 0) {
            return BigDecimal.ZERO;
        }
        double size = StrictMath.exp((Math.abs(bucket) - SHIFT - 0.5) * GROWTH);
        BigDecimal middle = new BigDecimal(size).round(SHOWN);
        return bucket < 0 ? middle.negate() : middle;
    }
}
