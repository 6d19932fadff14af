package dev.amend.specs;

import java.math.BigDecimal;

/** How far a number may move and still be the same: {@code |a-b| <= max(absolute, relative * max(|a|,|b|))}. */
public record ColumnTolerance(BigDecimal absolute, BigDecimal relative) {

    /** @throws IllegalArgumentException if one is negative */
    public ColumnTolerance {
        if (absolute.signum() < 0 || relative.signum() < 0) {
            throw new IllegalArgumentException("Invalid tolerance: a negative number allows nothing");
        }
    }
}
