package dev.amend.reconciliation.finding;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;

/** Formats figures for people: grouped by thousands, with two decimals if there are any, and changes with a sign. */
public final class FigureText {
    private static final String NO_VALUE = "no value";
    private static final MathContext TWO_DIGITS = new MathContext(2);

    /** The smallest number that the pattern of a number can show. */
    private static final BigDecimal SMALLEST = new BigDecimal("0.000001");

    /** The maximum number of decimals; beyond it, powers of ten are easier to read. */
    private static final int MOST_DECIMALS = 12;

    private FigureText() {}

    public static String number(BigDecimal value) {
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        return format(whole ? "#,##0" : "#,##0.00####", value);
    }

    public static String number(long value) {
        return format("#,##0", BigDecimal.valueOf(value));
    }

    /** {@code 1 row}, {@code 1,200 rows}. */
    public static String rows(long count) {
        return number(count) + (count == 1 ? " row" : " rows");
    }

    /** {@code 1 key}, {@code 1,200 keys}. */
    public static String keys(long count) {
        return number(count) + (count == 1 ? " key" : " keys");
    }

    /** The change with a sign; a tiny one has as many digits as are needed to see it. */
    public static String change(BigDecimal delta) {
        String text = delta.abs().compareTo(SMALLEST) < 0 && delta.signum() != 0 ? tiny(delta) : number(delta);
        return delta.signum() > 0 ? "+" + text : text;
    }

    private static String tiny(BigDecimal delta) {
        BigDecimal rounded = delta.round(TWO_DIGITS).stripTrailingZeros();
        return rounded.scale() <= MOST_DECIMALS ? rounded.toPlainString() : rounded.toString();
    }

    /** A change in percent, with as many digits as are needed to see it. */
    public static String percent(Optional<BigDecimal> percent) {
        if (percent.isEmpty()) {
            return "from nothing";
        }
        BigDecimal value = percent.get();
        boolean small = value.abs().compareTo(new BigDecimal("0.01")) < 0 && value.signum() != 0;
        String text = small ? value.round(TWO_DIGITS).stripTrailingZeros().toPlainString() : format("#,##0.00", value);
        return (value.signum() > 0 ? "+" : "") + text + "%";
    }

    /** The number, or a text if there is no value. */
    public static String number(Optional<BigDecimal> value) {
        return value.map(FigureText::number).orElse(NO_VALUE);
    }

    /** The change, or a text if there is no value. */
    public static String change(Optional<BigDecimal> delta) {
        return delta.map(FigureText::change).orElse(NO_VALUE);
    }

    /** A measure's change in percent, or a word if there is no percentage. */
    public static String percent(MeasureFigure figure) {
        if (figure.delta().isEmpty()) {
            return NO_VALUE;
        }
        boolean went = figure.percent().isEmpty() && figure.after().isEmpty();
        return went ? "to nothing" : percent(figure.percent());
    }

    /** {@code 1,200 → 1,188 (-1.00%)}. */
    public static String move(MeasureFigure figure) {
        return "%s → %s (%s)".formatted(number(figure.before()), number(figure.after()), percent(figure));
    }

    private static String format(String pattern, BigDecimal value) {
        DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        String text = format.format(value).replace('\u2212', '-');
        return text.matches("-[0.,]*") ? text.substring(1) : text;
    }
}
