package dev.amend.specs;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a figure may change by: {@code -1.5% to -0.8%}, {@code 0%}, or absolute {@code -200 to 0}; both ends included. */
public record DeltaRange(BigDecimal low, BigDecimal high, Unit unit) {

    /** What the ends are measured in. */
    public enum Unit {
        PERCENT,
        ABSOLUTE
    }

    private static final String NUMBER = "[+-]?\\d{1,15}(?:\\.\\d{1,15})?";
    private static final Pattern PATTERN = Pattern.compile(
            "(?<low>%s)\\s*(?<p1>%%?)(?:\\s+to\\s+(?<high>%s)\\s*(?<p2>%%?))?".formatted(NUMBER, NUMBER));
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** @throws IllegalArgumentException if {@code low} is greater than {@code high} */
    public DeltaRange {
        if (low.compareTo(high) > 0) {
            throw new IllegalArgumentException(
                    "Invalid range: %s is greater than %s".formatted(low.toPlainString(), high.toPlainString()));
        }
    }

    /** @throws IllegalArgumentException if {@code text} is no range */
    public static DeltaRange parse(String text) {
        Matcher matcher = PATTERN.matcher(text.strip());
        boolean twoUnits = matcher.matches()
                && matcher.group("high") != null
                && !matcher.group("p1").equals(matcher.group("p2"));
        if (!matcher.matches() || twoUnits) {
            throw new IllegalArgumentException(
                    "Invalid range '%s': expected '-1.5%% to -0.8%%', '0%%', or absolute '-200 to 0'".formatted(text));
        }

        BigDecimal low = new BigDecimal(matcher.group("low"));
        BigDecimal high =
                Optional.ofNullable(matcher.group("high")).map(BigDecimal::new).orElse(low);
        return new DeltaRange(low, high, matcher.group("p1").isEmpty() ? Unit.ABSOLUTE : Unit.PERCENT);
    }

    /** Whether a change from {@code before} to {@code after} lies within; a percentage of zero does only if nothing changed and zero is allowed. */
    public boolean allows(BigDecimal before, BigDecimal after) {
        return deltaOf(before, after).map(this::contains).orElse(false);
    }

    /**
     * Whether a change lies within, or misses it by {@code tolerance} at most.
     *
     * @param tolerance in the unit of the figure, also where the range is in percent
     */
    public boolean allows(BigDecimal before, BigDecimal after, BigDecimal tolerance) {
        if (tolerance.signum() == 0) {
            return allows(before, after);
        }
        BigDecimal delta = after.subtract(before);
        return inUnitOf(before, low).subtract(tolerance).compareTo(delta) <= 0
                && delta.compareTo(inUnitOf(before, high).add(tolerance)) <= 0;
    }

    private BigDecimal inUnitOf(BigDecimal before, BigDecimal end) {
        return unit == Unit.ABSOLUTE ? end : before.abs().multiply(end).divide(HUNDRED, MathContext.DECIMAL128);
    }

    private Optional<BigDecimal> deltaOf(BigDecimal before, BigDecimal after) {
        BigDecimal delta = after.subtract(before);
        return unit == Unit.ABSOLUTE ? Optional.of(delta) : percentOf(before, delta);
    }

    /** 100 · delta / |before|, or empty where something came from nothing. */
    public static Optional<BigDecimal> percentOf(BigDecimal before, BigDecimal delta) {
        if (delta.signum() == 0) {
            return Optional.of(BigDecimal.ZERO);
        }
        if (before.signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(delta.multiply(HUNDRED).divide(before.abs(), MathContext.DECIMAL128));
    }

    private boolean contains(BigDecimal delta) {
        return low.compareTo(delta) <= 0 && delta.compareTo(high) <= 0;
    }

    @Override
    public String toString() {
        String suffix = unit == Unit.PERCENT ? "%" : "";
        String lower = low.toPlainString() + suffix;
        return low.compareTo(high) == 0 ? lower : lower + " to " + high.toPlainString() + suffix;
    }
}
