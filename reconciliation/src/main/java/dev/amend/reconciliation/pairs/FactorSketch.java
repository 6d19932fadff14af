package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.ColumnChange.ConstantFactor;
import dev.amend.reconciliation.finding.ColumnChange.FactorBucket;
import dev.amend.reconciliation.finding.ColumnChange.Factors;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A compact distribution of factors by which numbers changed. Pairs are counted in buckets of factors that are equal to
 * one percent, with the exact sums of both sides. So two sketches add up to the sketch of both, and a factor is more
 * precise than its bucket. The sums are of absolute values, so that a refund does not cancel an order.
 */
final class FactorSketch implements Serializable {
    private static final long serialVersionUID = 1;

    /** The number of buckets kept for each batch, the fullest ones: more are noise, and a run keeps all batches. */
    static final int HANDED_ON = 32;

    private static final double WIDTH = StrictMath.log(1.01);
    private static final int FARTHEST = 463; // includes a hundredth and a hundredfold
    private static final int SHIFT = FARTHEST + 1;
    private static final int WITHOUT_FACTOR = 0;
    private static final long FEWEST_PAIRS = 20;
    private static final long PERCENT_OF_PAIRS = 90;
    private static final BigDecimal NEAR_ONE = new BigDecimal("0.01");
    private static final MathContext SHOWN = new MathContext(4);

    private transient TreeMap<Integer, FactorBucket> buckets = new TreeMap<>();

    /** Adds a pair, unless it has no factor, or only a very large or small one. */
    void add(BigDecimal before, BigDecimal after) {
        int bucket = bucketOf(before, after);
        if (bucket != WITHOUT_FACTOR) {
            add(new FactorBucket(bucket, 1, before.abs(), after.abs()));
        }
    }

    void addAll(FactorSketch other) {
        other.buckets.values().forEach(this::add);
    }

    void addAll(Factors factors) {
        factors.buckets().forEach(this::add);
    }

    private void add(FactorBucket bucket) {
        buckets.merge(bucket.index(), bucket, FactorBucket::plus);
    }

    /** @param pairs the number of pairs that differ, with a factor or without */
    Factors factors(long pairs) {
        SortedMap<Integer, FactorBucket> fullest = fullest();
        return new Factors(constant(fullest, pairs).stream().toList(), List.copyOf(fullest.values()));
    }

    private SortedMap<Integer, FactorBucket> fullest() {
        SortedMap<Integer, FactorBucket> fullest = new TreeMap<>();
        buckets.values().stream()
                .sorted(Comparator.comparingLong(FactorBucket::pairs).reversed().thenComparingInt(FactorBucket::index))
                .limit(HANDED_ON)
                .forEach(bucket -> fullest.put(bucket.index(), bucket));
        return fullest;
    }

    /** Combines neighbouring buckets: a factor near the end of one scatters into the next, if amounts are rounded. */
    private static Optional<ConstantFactor> constant(SortedMap<Integer, FactorBucket> buckets, long pairs) {
        return buckets.values().stream()
                .map(bucket -> Optional.ofNullable(buckets.get(bucket.index() + 1))
                        .map(bucket::plus)
                        .orElse(bucket))
                .reduce((best, next) -> next.pairs() > best.pairs() ? next : best)
                .filter(best -> pairs >= FEWEST_PAIRS && 100 * best.pairs() >= PERCENT_OF_PAIRS * pairs)
                .map(best -> new ConstantFactor(factorOf(best), best.pairs(), pairs))
                .filter(factor -> canBeToldFromOne(factor.factor()));
    }

    /**
     * Small changes of any cause are in the buckets around one, so a factor must differ from one by more than a bucket.
     */
    private static boolean canBeToldFromOne(BigDecimal factor) {
        return factor.subtract(BigDecimal.ONE).abs().compareTo(NEAR_ONE) >= 0;
    }

    private static BigDecimal factorOf(FactorBucket bucket) {
        BigDecimal size = bucket.after().divide(bucket.before(), SHOWN).stripTrailingZeros();
        return bucket.index() < 0 ? size.negate() : size;
    }

    /** Positive factors have positive indices; negative factors, which change the sign, have negative ones. */
    private static int bucketOf(BigDecimal before, BigDecimal after) {
        double size = Math.abs(after.doubleValue() / before.doubleValue());
        double exponent = Math.floor(StrictMath.log(size) / WIDTH);
        boolean near = Math.abs(exponent) <= FARTHEST; // false from zero or to zero
        if (!near) {
            return WITHOUT_FACTOR;
        }
        int bucket = (int) exponent + SHIFT;
        return before.signum() == after.signum() ? bucket : -bucket;
    }

    /** Writes no Java metadata for each object: every task sends one of these for each column. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.writeInt(buckets.size());
        for (FactorBucket bucket : buckets.values()) {
            out.writeInt(bucket.index());
            out.writeLong(bucket.pairs());
            out.writeUTF(bucket.before().toString());
            out.writeUTF(bucket.after().toString());
        }
    }

    private void readObject(ObjectInputStream in) throws IOException {
        buckets = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            add(new FactorBucket(
                    in.readInt(), in.readLong(), new BigDecimal(in.readUTF()), new BigDecimal(in.readUTF())));
        }
    }
}
