package dev.amend.reconciliation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.Optional;

/** Values of Spark as exact numbers and as text. */
final class Numbers {
    /** Of the sixteen digits of a double. */
    private static final MathContext FLOATING_AGGREGATE = new MathContext(12);

    private Numbers() {}

    /** Empty for null, for NaN and infinity, and for what is no number. */
    static Optional<BigDecimal> number(Object value) {
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

    static boolean isFloating(Object value) {
        return value instanceof Double || value instanceof Float;
    }

    /** NaN and infinity: numbers that nothing can be added to. */
    static boolean isEndless(Object value) {
        return isFloating(value) && !Double.isFinite(((Number) value).doubleValue());
    }

    static BigDecimal orZero(Object value) {
        return number(value).orElse(BigDecimal.ZERO);
    }

    /**
     * An aggregate that Spark computed. In floating point its last digits depend on the order in which tasks end: what is
     * kept of it does not, so that a report has the same digest wherever it was made.
     */
    static BigDecimal aggregate(Object value) {
        BigDecimal number = orZero(value);
        return value instanceof Double ? number.round(FLOATING_AGGREGATE) : number;
    }

    /** What {@link #text} made of a number. Empty for NaN and infinity, and where there is no text. */
    static Optional<BigDecimal> ofText(String text) {
        boolean digits = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
        return digits ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** The same text whatever the time zone of the machine. */
    static String text(Object value) {
        if (value instanceof Timestamp timestamp) {
            return timestamp.toInstant().toString();
        }
        if (value instanceof Date date) {
            return date.toLocalDate().toString();
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
