package dev.amend.reconciliation;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The figures of one side of a pair, exact. Nearly all of them fit into a long, and are kept as one: there are several for
 * each of millions of rows.
 */
final class RowFigures {
    /** Of a side that has no row. */
    static final RowFigures NONE = new RowFigures(new int[0]);

    private static final BigDecimal[] NONE_SET = {};

    private final int[] scales;
    private final long[] unscaled;

    /** In place of those, where it is set. */
    private BigDecimal[] exact = NONE_SET;

    /** @param scales how many digits stand behind the point of what is kept as a long */
    RowFigures(int[] scales) {
        this.scales = scales;
        this.unscaled = new long[scales.length];
    }

    void set(int figure, long unscaledValue) {
        unscaled[figure] = unscaledValue;
    }

    /** @param unscaledValue as of {@link BigInteger#toByteArray} */
    void set(int figure, byte[] unscaledValue) {
        if (unscaledValue.length > Long.BYTES) {
            set(figure, new BigDecimal(new BigInteger(unscaledValue), scales[figure]));
            return;
        }
        long value = unscaledValue[0] >> Byte.SIZE;
        for (byte next : unscaledValue) {
            value = (value << Byte.SIZE) | (next & 0xFF);
        }
        unscaled[figure] = value;
    }

    /** What has another scale, or does not fit. */
    void set(int figure, BigDecimal value) {
        if (exact.length == 0) {
            exact = new BigDecimal[scales.length];
        }
        exact[figure] = value;
    }

    BigDecimal get(int figure) {
        return isKeptAsLong(figure) ? BigDecimal.valueOf(unscaled[figure], scales[figure]) : exact[figure];
    }

    /** @param other of a side that has a row as well */
    boolean sameAs(RowFigures other) {
        for (int i = 0; i < scales.length; i++) {
            if (!sameAs(other, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameAs(RowFigures other, int figure) {
        boolean comparable =
                isKeptAsLong(figure) && other.isKeptAsLong(figure) && scales[figure] == other.scales[figure];
        return comparable
                ? unscaled[figure] == other.unscaled[figure]
                : get(figure).compareTo(other.get(figure)) == 0;
    }

    void addTo(FigureSums sums) {
        for (int i = 0; i < scales.length; i++) {
            if (isKeptAsLong(i)) {
                sums.add(i, unscaled[i], scales[i]);
            } else {
                sums.add(i, exact[i]);
            }
        }
    }

    private boolean isKeptAsLong(int figure) {
        return exact.length == 0 || exact[figure] == null;
    }
}
