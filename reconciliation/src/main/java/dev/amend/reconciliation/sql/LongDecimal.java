package dev.amend.reconciliation.sql;

import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/**
 * A decimal type of more than 18 digits. Spark keeps its values as bytes, and creates a Java number whenever it reads,
 * writes or hashes one. Nearly all of them have fewer digits and fit into the long of a shorter type.
 *
 * @param scale the number of digits after the point, at most 18
 */
public record LongDecimal(int scale) {

    /** The type; empty for a type that is kept as a long, and for one whose values never fit into a long. */
    public static Optional<LongDecimal> of(DataType type) {
        return type instanceof DecimalType decimal
                        && decimal.precision() > Decimal.MAX_LONG_DIGITS()
                        && decimal.scale() <= Decimal.MAX_LONG_DIGITS()
                ? Optional.of(new LongDecimal(decimal.scale()))
                : Optional.empty();
    }

    /** The value in a type that is kept as a long; null if it has more digits. */
    public String narrow(String reference) {
        return "try_cast(%s as decimal(%d, %d))".formatted(reference, Decimal.MAX_LONG_DIGITS(), scale);
    }

    /** The condition that a value has more digits. */
    public String isBeyond(String reference) {
        return "(%s is null and %s is not null)".formatted(narrow(reference), reference);
    }

    /** The text of a value that has more digits; null for any other value. */
    public String beyond(String reference) {
        return "if(%s is null, cast(%s as string), null)".formatted(narrow(reference), reference);
    }
}
