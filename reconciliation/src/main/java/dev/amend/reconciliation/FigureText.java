package dev.amend.reconciliation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;

/** Figures as people read them: grouped by thousands, with two decimals where there are any, with a sign where they are a change. */
public final class FigureText {
    private static final MathContext TWO_DIGITS = new MathContext(2);

    /** What the pattern of a number shows. */
    private static final BigDecimal SMALLEST = new BigDecimal("0.000001");

    /** Behind the point, before powers of ten are easier to read. */
    private static final int MOST_DECIMALS = 12;

    private FigureText() {}

    public static String number(BigDecimal value) {
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        return format(whole ? "#,##0" : "#,##0.00####", value);
    }

    public static String number(long value) {
        return format("#,##0", BigDecimal.valueOf(value));
    }

    /** With a sign, and of a tiny one with as many digits as it takes to see it. */
    public static String change(BigDecimal delta) {
        String text = delta.abs().compareTo(SMALLEST) < 0 && delta.signum() != 0 ? tiny(delta) : number(delta);
        return delta.signum() > 0 ? "+" + text : text;
    }

    private static String tiny(BigDecimal delta) {
        BigDecimal rounded = delta.round(TWO_DIGITS).stripTrailingZeros();
        return rounded.scale() <= MOST_DECIMALS ? rounded.toPlainString() : rounded.toString();
    }

    /** A change in percent with as many digits as it takes to see it. */
    public static String percent(Optional<BigDecimal> percent) {
        if (percent.isEmpty()) {
            return "from nothing";
        }
        BigDecimal value = percent.get();
        boolean small = value.abs().compareTo(new BigDecimal("0.01")) < 0 && value.signum() != 0;
        String text = small ? value.round(TWO_DIGITS).stripTrailingZeros().toPlainString() : format("#,##0.00", value);
        return (value.signum() > 0 ? "+" : "") + text + "%";
    }

    /** {@code 1,200 → 1,188 (-1.00%)}. */
    public static String move(MeasureFigure figure) {
        return "%s → %s (%s)".formatted(number(figure.before()), number(figure.after()), percent(figure.percent()));
    }

    private static String format(String pattern, BigDecimal value) {
        DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        String text = format.format(value).replace('\u2212', '-');
        return text.matches("-[0.,]*") ? text.substring(1) : text;
    }
}
