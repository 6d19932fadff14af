package dev.amend.reconciliation.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Converts Spark's values to exact numbers and to text. */
public final class Numbers {
    /** Keeps twelve of the sixteen digits of a double. */
    private static final MathContext FLOATING_AGGREGATE = new MathContext(12);

    private Numbers() {}

    /** The number; empty for null, for NaN and infinity, and for anything that is not a number. */
    public static Optional<BigDecimal> number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return Optional.of(decimal);
        }
        if (value instanceof BigInteger integer) {
            return Optional.of(new BigDecimal(integer));
        }
        if (isFloating(value)) {
            // through text: 0.1f and 0.1d are both 0.1 to a person, and sums don't depend on their order
            String text = value.toString();
            return Double.isFinite(((Number) value).doubleValue())
                    ? Optional.of(new BigDecimal(text))
                    : Optional.empty();
        }
        return value instanceof Number whole ? Optional.of(BigDecimal.valueOf(whole.longValue())) : Optional.empty();
    }

    public static boolean isFloating(Object value) {
        return value instanceof Double || value instanceof Float;
    }

    /** True for NaN and infinity, which can't be added to other numbers. */
    public static boolean isEndless(Object value) {
        return isFloating(value) && !Double.isFinite(((Number) value).doubleValue());
    }

    public static BigDecimal orZero(Object value) {
        return number(value).orElse(BigDecimal.ZERO);
    }

    /**
     * An aggregate that Spark computed. In floating point its last digits depend on the order in which tasks end. The
     * rounded value does not, so a report has the same digest wherever it was made.
     */
    public static BigDecimal aggregate(Object value) {
        BigDecimal number = orZero(value);
        return value instanceof Double ? number.round(FLOATING_AGGREGATE) : number;
    }

    /** The same for a row's value; empty for null. */
    public static Optional<BigDecimal> aggregate(Row row, int position) {
        return row.isNullAt(position) ? Optional.empty() : Optional.of(aggregate(row.get(position)));
    }

    /** The number from a text of {@link #text}. Empty for NaN and infinity, and for an empty text. */
    public static Optional<BigDecimal> ofText(String text) {
        boolean digits = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
        return digits ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** A text that is the same in every time zone of the machine. */
    public static String text(Object value) {
        if (value instanceof Timestamp timestamp) {
            return timestamp.toInstant().toString();
        }
        if (value instanceof Date date) {
            return date.toLocalDate().toString();
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
