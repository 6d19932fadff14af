package dev.amend.reconciliation.finding;

import java.math.BigDecimal;

/** The tolerance for floating-point sums that are mathematically equal. */
public final class Noise {
    private static final BigDecimal RELATIVE = new BigDecimal("1e-9");

    private Noise() {}

    public static boolean isBetween(BigDecimal a, BigDecimal b) {
        return a.subtract(b).abs().compareTo(a.abs().max(b.abs()).multiply(RELATIVE)) <= 0;
    }
}
