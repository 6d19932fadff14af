package dev.amend.reconciliation.finding;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.amend.specs.DeltaRange;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The values of a measure before and after.
 *
 * @param before empty for no value: an aggregate over no rows, or over nulls only
 * @param after the same as {@code before}, for the new side
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MeasureFigure(String name, Optional<BigDecimal> before, Optional<BigDecimal> after) {

    /** A measure that has a value on both sides. */
    public MeasureFigure(String name, BigDecimal before, BigDecimal after) {
        this(name, Optional.of(before), Optional.of(after));
    }

    /** The change of the value. A side without a value counts as zero; empty if neither side has a value. */
    public Optional<BigDecimal> delta() {
        return before.isEmpty() && after.isEmpty()
                ? Optional.empty()
                : Optional.of(zeroIfNone(after).subtract(zeroIfNone(before)));
    }

    /**
     * The delta in percent of the absolute old value, so that growth from -100 to -50 is +50%. Empty if there is no
     * percentage: from no value or zero, or to no value from zero.
     */
    public Optional<BigDecimal> percent() {
        boolean went = after.isEmpty() && zeroIfNone(before).signum() == 0;
        return went
                ? Optional.empty()
                : before.flatMap(
                        old -> DeltaRange.percentOf(old, zeroIfNone(after).subtract(old)));
    }

    /** The sum of two figures. A value and no value add up to the value. */
    public MeasureFigure plus(MeasureFigure other) {
        return new MeasureFigure(name, sum(before, other.before), sum(after, other.after));
    }

    private static Optional<BigDecimal> sum(Optional<BigDecimal> one, Optional<BigDecimal> other) {
        return Stream.of(one, other).flatMap(Optional::stream).reduce(BigDecimal::add);
    }

    private static BigDecimal zeroIfNone(Optional<BigDecimal> value) {
        return value.orElse(BigDecimal.ZERO);
    }

    /** Removes differences in the last digits, since floating-point sums depend on the execution plan. */
    public MeasureFigure withoutNoise() {
        boolean noise =
                before.isPresent() && after.isPresent() && Noise.isBetween(zeroIfNone(before), zeroIfNone(after));
        return noise ? new MeasureFigure(name, before, before) : this;
    }
}
