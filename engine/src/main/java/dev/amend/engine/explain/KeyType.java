package dev.amend.engine.explain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * The type of a key's column and the format in which a person writes its values: the format of the reports. A text that
 * is not exactly a value of the type is refused, never rounded or cut, because it would find another row. Timestamps
 * without an offset are in UTC.
 */
record KeyType(String article, String example, Function<String, Object> reader) {
    private static final Map<DataType, KeyType> TYPES = Map.ofEntries(
            Map.entry(DataTypes.StringType, new KeyType("a text", "TEXT", text -> text)),
            Map.entry(DataTypes.BooleanType, new KeyType("a boolean", "true", KeyType::truth)),
            Map.entry(
                    DataTypes.ByteType,
                    new KeyType("a whole number", "17", text -> whole(text).byteValueExact())),
            Map.entry(
                    DataTypes.ShortType,
                    new KeyType("a whole number", "17", text -> whole(text).shortValueExact())),
            Map.entry(
                    DataTypes.IntegerType,
                    new KeyType("a whole number", "17", text -> whole(text).intValueExact())),
            Map.entry(
                    DataTypes.LongType,
                    new KeyType("a whole number", "17", text -> whole(text).longValueExact())),
            Map.entry(DataTypes.FloatType, new KeyType("a number", "1.5", Float::valueOf)),
            Map.entry(DataTypes.DoubleType, new KeyType("a number", "1.5", Double::valueOf)),
            Map.entry(DataTypes.DateType, new KeyType("a date", "2026-01-31", LocalDate::parse)),
            Map.entry(DataTypes.TimestampType, new KeyType("a moment", "2026-01-31T10:15:00Z", KeyType::moment)),
            Map.entry(
                    DataTypes.TimestampNTZType,
                    new KeyType("a date and time", "2026-01-31T10:15:00", text -> LocalDateTime.parse(iso(text)))),
            Map.entry(
                    DataTypes.BinaryType,
                    new KeyType(
                            "hexadecimal digits", "0A1B", text -> HexFormat.of().parseHex(text))));

    /** Returns the type; empty if a person can't write its values, such as a struct. */
    static Optional<KeyType> of(DataType type) {
        return type instanceof DecimalType decimal
                ? Optional.of(decimal(decimal))
                : Optional.ofNullable(TYPES.get(type));
    }

    /** The value of a text; empty if the text is not a value of this type. */
    Optional<Object> value(String text) {
        try {
            return Optional.of(reader.apply(text));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static KeyType decimal(DecimalType type) {
        return new KeyType("a number with at most %d decimals".formatted(type.scale()), "1.50", text -> {
            BigDecimal value = new BigDecimal(text).setScale(type.scale());
            if (value.precision() > type.precision()) {
                throw new ArithmeticException("more digits than the column holds");
            }
            return value;
        });
    }

    private static BigInteger whole(String text) {
        return new BigInteger(text);
    }

    private static Object truth(String text) {
        if (!List.of("true", "false").contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(iso(text)).toInstant();
        } catch (DateTimeException e) {
            return LocalDateTime.parse(iso(text)).toInstant(ZoneOffset.UTC);
        }
    }

    /** Spark writes a space where the standard has a T. */
    private static String iso(String text) {
        return text.replaceFirst("^(\\S{10}) ", "$1T");
    }
}
