package dev.amend.reconciliation;

import dev.amend.specs.DeltaRange;
import java.math.BigDecimal;
import java.util.Optional;

/** A measure before and after. An aggregate over no rows counts as zero. */
public record MeasureFigure(String name, BigDecimal before, BigDecimal after) {

    public BigDecimal delta() {
        return after.subtract(before);
    }

    /** The delta in percent of {@link #before}, or empty where something came from nothing. */
    public Optional<BigDecimal> percent() {
        return DeltaRange.percentOf(before, delta());
    }

    public MeasureFigure plus(MeasureFigure other) {
        return new MeasureFigure(name, before.add(other.before), after.add(other.after));
    }

    /** Sums in floating point depend on the plan: a difference in the last digits is none. */
    MeasureFigure withoutNoise() {
        return Noise.isBetween(before, after) ? new MeasureFigure(name, before, before) : this;
    }
}
