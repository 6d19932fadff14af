package dev.amend.reconciliation;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;

/** Sums of figures while rows are added to them: exact, and as longs for as long as they fit. */
final class FigureSums implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] unscaled;
    private final int[] scales;

    /** To be added to those: what did not fit, or had another scale. */
    private final BigDecimal[] beyond;

    /** All of them zero. */
    FigureSums(int figures) {
        unscaled = new long[figures];
        scales = new int[figures];
        beyond = new BigDecimal[figures];
        Arrays.fill(beyond, BigDecimal.ZERO);
    }

    BigDecimal get(int figure) {
        return beyond[figure].add(BigDecimal.valueOf(unscaled[figure], scales[figure]));
    }

    void add(int figure, BigDecimal more) {
        beyond[figure] = beyond[figure].add(more);
    }

    /** @param scale how many of the digits stand behind the point */
    void add(int figure, long more, int scale) {
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
            add(i, other.get(i));
        }
    }
}
