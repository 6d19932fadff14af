package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.input.Column;
import dev.amend.specs.ColumnTolerance;
import java.util.Map;

/**
 * The SQL condition for equal values of a column: null equals null, NaN equals NaN, -0.0 equals 0.0, and numbers within
 * {@code |a-b| <= max(absolute, relative * max(|a|,|b|))}. NaN and infinity are within no tolerance of a number.
 */
public record Equality(Column column, String before, String after) {

    public String exactly() {
        return "(%s <=> %s)".formatted(before, after);
    }

    /** The limits are named parameters, see {@link #parameters}. */
    public String within(int position) {
        String absolute = ":" + absoluteName(position);
        String relative = ":" + relativeName(position);
        return "(%s <=> %s or coalesce(%s, false))"
                .formatted(
                        before, after, column.isFloating() ? floating(absolute, relative) : exact(absolute, relative));
    }

    public static Map<String, Object> parameters(Column column, int position, ColumnTolerance tolerance) {
        Object absolute = column.isFloating() ? tolerance.absolute().doubleValue() : tolerance.absolute();
        return Map.of(
                absoluteName(position),
                absolute,
                relativeName(position),
                tolerance.relative().doubleValue());
    }

    private String floating(String absolute, String relative) {
        return "abs(%1$s) < double('Infinity') and abs(%2$s) < double('Infinity') and abs(%1$s - %2$s) <= greatest(%3$s, %4$s * greatest(abs(%1$s), abs(%2$s)))"
                .formatted(asDouble(before), asDouble(after), absolute, relative);
    }

    /** The absolute limit is compared in decimals: 0.005 as a double is not 0.005. */
    private String exact(String absolute, String relative) {
        return "abs(%s - %s) <= %s or abs(%s - %s) <= %s * greatest(abs(%s), abs(%s))"
                .formatted(
                        asDecimal(before),
                        asDecimal(after),
                        absolute,
                        asDouble(before),
                        asDouble(after),
                        relative,
                        asDouble(before),
                        asDouble(after));
    }

    /** The difference of two bigints may not fit into a bigint. */
    private String asDecimal(String reference) {
        return column.isWhole() ? "cast(%s as decimal(20, 0))".formatted(reference) : reference;
    }

    private static String asDouble(String reference) {
        return "cast(%s as double)".formatted(reference);
    }

    private static String absoluteName(int position) {
        return "amend_absolute_" + position;
    }

    private static String relativeName(int position) {
        return "amend_relative_" + position;
    }
}
