package dev.amend.reconciliation.pairs;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/** Exact sums of figures while rows are added, kept as longs as long as they fit. */
public final class FigureSums implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] unscaled;
    private final int[] scales;

    /** Marks the figures that have a value. */
    private final boolean[] present;

    /** The amounts that did not fit, or had another scale; they are added to the longs. */
    private final BigDecimal[] beyond;

    /** All sums are zero and have no value. */
    FigureSums(int figures) {
        unscaled = new long[figures];
        scales = new int[figures];
        present = new boolean[figures];
        beyond = new BigDecimal[figures];
        Arrays.fill(beyond, BigDecimal.ZERO);
    }

    public BigDecimal get(int figure) {
        return beyond[figure].add(BigDecimal.valueOf(unscaled[figure], scales[figure]));
    }

    /** The sum; empty if nothing was added, not even zero. */
    public Optional<BigDecimal> value(int figure) {
        return present[figure] ? Optional.of(get(figure)) : Optional.empty();
    }

    void add(int figure, BigDecimal more) {
        present[figure] = true;
        beyond[figure] = beyond[figure].add(more);
    }

    /** @param scale the number of digits after the decimal point */
    void add(int figure, long more, int scale) {
        present[figure] = true;
        long known = unscaled[figure];
        long sum = known + more;
        boolean overflows = ((known ^ sum) & (more ^ sum)) < 0;
        if (overflows || scale != scales[figure]) {
            add(figure, BigDecimal.valueOf(known, scales[figure]));
            unscaled[figure] = more;
            scales[figure] = scale;
        } else {
            unscaled[figure] = sum;
        }
    }

    void addAll(FigureSums other) {
        for (int i = 0; i < beyond.length; i++) {
            if (other.present[i]) {
                add(i, other.get(i));
            }
        }
    }
}
