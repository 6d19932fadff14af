package dev.amend.reconciliation;

import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/**
 * A decimal type of more than 18 digits, whose values Spark keeps as bytes, and makes a number of Java's of whenever it
 * reads, writes or hashes one. Nearly all of them have fewer digits and fit into the long of a shorter type.
 *
 * @param scale digits behind the point, at most 18
 */
record LongDecimal(int scale) {

    /** Empty for a type that is kept as a long, and for one none of whose values can be. */
    static Optional<LongDecimal> of(DataType type) {
        return type instanceof DecimalType decimal
                        && decimal.precision() > Decimal.MAX_LONG_DIGITS()
                        && decimal.scale() <= Decimal.MAX_LONG_DIGITS()
                ? Optional.of(new LongDecimal(decimal.scale()))
                : Optional.empty();
    }

    /** The value in a type that is kept as a long; null if it has more digits. */
    String narrow(String reference) {
        return "try_cast(%s as decimal(%d, %d))".formatted(reference, Decimal.MAX_LONG_DIGITS(), scale);
    }

    /** That a value has more digits. */
    String isBeyond(String reference) {
        return "(%s is null and %s is not null)".formatted(narrow(reference), reference);
    }

    /** The text of a value that has more digits; null of any other. */
    String beyond(String reference) {
        return "if(%s is null, cast(%s as string), null)".formatted(narrow(reference), reference);
    }
}
