package dev.amend.specs;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** The allowed change of a partition's row count: a number of rows, or a percentage of the old count. */
public record RowTolerance(BigDecimal amount, DeltaRange.Unit unit) {
    private static final Pattern PATTERN = Pattern.compile("\\d{1,15}|\\d{1,3}(\\.\\d{1,9})?\\s*%");

    public static final RowTolerance NONE = new RowTolerance(BigDecimal.ZERO, DeltaRange.Unit.ABSOLUTE);

    /** @throws IllegalArgumentException if {@code text} is neither a whole number of rows nor a percentage */
    public static RowTolerance parse(String text) {
        String stripped = text.strip();
        if (!PATTERN.matcher(stripped).matches()) {
            throw new IllegalArgumentException(
                    "Invalid row_count_tolerance '%s': expected a number of rows, or a percentage such as '0.1%%'"
                            .formatted(text));
        }
        return stripped.endsWith("%")
                ? new RowTolerance(
                        new BigDecimal(
                                stripped.substring(0, stripped.length() - 1).strip()),
                        DeltaRange.Unit.PERCENT)
                : new RowTolerance(new BigDecimal(stripped), DeltaRange.Unit.ABSOLUTE);
    }

    public boolean allows(long before, long after) {
        return new DeltaRange(amount.negate(), amount, unit)
                .allows(BigDecimal.valueOf(before), BigDecimal.valueOf(after));
    }

    /** The tolerance in words: {@code 2 rows}, or {@code 0.3% of the rows}. */
    public String inWords() {
        return this + (unit == DeltaRange.Unit.PERCENT ? " of the rows" : " rows");
    }

    @Override
    public String toString() {
        return amount.toPlainString() + (unit == DeltaRange.Unit.PERCENT ? "%" : "");
    }
}
