package dev.amend.reconciliation.pairs;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The exact figures of one side of a pair. Nearly all of them fit into a long and are kept as one: there are several
 * for each of millions of rows.
 */
public final class RowFigures {
    /** The figures of a side that has no row. */
    static final RowFigures NONE = new RowFigures(new int[0]);

    private static final BigDecimal[] NONE_SET = {};
    private static final boolean[] NONE_MISSING = {};

    private final int[] scales;
    private final long[] unscaled;

    /** Marks the figures that are null, and count as zero in this row. */
    private boolean[] missing = NONE_MISSING;

    /** The figures that do not fit into a long, if any; they replace those. */
    private BigDecimal[] exact = NONE_SET;

    /** @param scales the number of digits after the point of figures kept as a long */
    public RowFigures(int[] scales) {
        this.scales = scales;
        this.unscaled = new long[scales.length];
    }

    public void set(int figure, long unscaledValue) {
        unscaled[figure] = unscaledValue;
    }

    /** @param unscaledValue in the format of {@link BigInteger#toByteArray} */
    public void set(int figure, byte[] unscaledValue) {
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

    /** Sets a figure that has another scale, or does not fit into a long. */
    public void set(int figure, BigDecimal value) {
        if (exact.length == 0) {
            exact = new BigDecimal[scales.length];
        }
        exact[figure] = value;
    }

    public void setMissing(int figure) {
        if (missing.length == 0) {
            missing = new boolean[scales.length];
        }
        missing[figure] = true;
        set(figure, BigDecimal.ZERO);
    }

    BigDecimal get(int figure) {
        return isKeptAsLong(figure) ? BigDecimal.valueOf(unscaled[figure], scales[figure]) : exact[figure];
    }

    /** @param other the figures of another side that has a row */
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
            if (missing.length > 0 && missing[i]) {
                continue;
            }
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
