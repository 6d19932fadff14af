package dev.amend.reconciliation;

import java.math.BigDecimal;

/** What sums in floating point differ by though they are the same. */
final class Noise {
    private static final BigDecimal RELATIVE = new BigDecimal("1e-9");

    private Noise() {}

    static boolean isBetween(BigDecimal a, BigDecimal b) {
        return a.subtract(b).abs().compareTo(a.abs().max(b.abs()).multiply(RELATIVE)) <= 0;
    }
}
