package dev.amend.reconciliation;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;

/** Sums of figures while rows are added to them: exact, and as longs for as long as they fit. */
final class FigureSums implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] unscaled;
    private final int[] scales;
    private final BigDecimal[] others;

    /** All of them zero. */
    FigureSums(int figures) {
        unscaled = new long[figures];
        scales = new int[figures];
        others = new BigDecimal[figures];
        Arrays.fill(others, BigDecimal.ZERO);
    }

    BigDecimal get(int figure) {
        return others[figure].add(BigDecimal.valueOf(unscaled[figure], scales[figure]));
    }

    void add(int figure, BigDecimal more) {
        others[figure] = others[figure].add(more);
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
        for (int i = 0; i < others.length; i++) {
            add(i, other.get(i));
        }
    }
}
