package dev.amend.specs;

import java.math.BigDecimal;

/**
 * The difference at which two numbers still count as equal: {@code |a-b| <= max(absolute, relative * max(|a|,|b|))}.
 */
public record ColumnTolerance(BigDecimal absolute, BigDecimal relative) {

    /** @throws IllegalArgumentException if either number is negative */
    public ColumnTolerance {
        if (absolute.signum() < 0 || relative.signum() < 0) {
            throw new IllegalArgumentException("Invalid tolerance: a negative number allows nothing");
        }
    }
}
