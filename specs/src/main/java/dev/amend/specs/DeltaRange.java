package dev.amend.specs;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The allowed change of a figure: {@code -1.5% to -0.8%}, {@code 0%} or absolute {@code -200 to 0}, ends included. */
public record DeltaRange(BigDecimal low, BigDecimal high, Unit unit) {

    /** The unit of both ends. */
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

    /** @throws IllegalArgumentException if {@code text} is not a range */
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

    /** True if a change is within the range; a percentage of zero is, only if nothing changed and zero is allowed. */
    public boolean allows(BigDecimal before, BigDecimal after) {
        return deltaOf(before, after).map(this::contains).orElse(false);
    }

    /**
     * Returns whether a change is within the range, or misses it by at most {@code tolerance}.
     *
     * @param tolerance in the unit of the figure, even if the range is in percent
     */
    public boolean allows(BigDecimal before, BigDecimal after, BigDecimal tolerance) {
        if (tolerance.signum() == 0) {
            return allows(before, after);
        }
        BigDecimal delta = after.subtract(before);
        return inUnitOf(before, low).subtract(tolerance).compareTo(delta) <= 0
                && delta.compareTo(inUnitOf(before, high).add(tolerance)) <= 0;
    }

    /**
     * The same check for figures that may have no value. A missing value counts as zero. No range allows a change
     * between a missing value and zero, or a percentage of a missing value.
     */
    public boolean allows(Optional<BigDecimal> before, Optional<BigDecimal> after, BigDecimal tolerance) {
        BigDecimal old = before.orElse(BigDecimal.ZERO);
        BigDecimal now = after.orElse(BigDecimal.ZERO);
        boolean cameOrWent = before.isPresent() != after.isPresent();
        return !(cameOrWent && old.compareTo(now) == 0) && allows(old, now, tolerance);
    }

    private BigDecimal inUnitOf(BigDecimal before, BigDecimal end) {
        return unit == Unit.ABSOLUTE ? end : before.abs().multiply(end).divide(HUNDRED, MathContext.DECIMAL128);
    }

    private Optional<BigDecimal> deltaOf(BigDecimal before, BigDecimal after) {
        BigDecimal delta = after.subtract(before);
        return unit == Unit.ABSOLUTE ? Optional.of(delta) : percentOf(before, delta);
    }

    /**
     * 100 · delta / |before|: a percentage has the sign of the change, so -100 to -50 is +50%. Empty if {@code before}
     * is zero and the change is not.
     */
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
