package dev.amend.reconciliation;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;

/** A column of the target and how its values are compared: as they are where they have a fixed width, else by an 8-byte signature. */
record Column(String name, DataType type) {
    private static final Set<DataType> WHOLE =
            Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);
    private static final Set<DataType> FLOATING = Set.of(DataTypes.FloatType, DataTypes.DoubleType);
    private static final Set<DataType> RAW =
            Set.of(DataTypes.BooleanType, DataTypes.DateType, DataTypes.TimestampType, DataTypes.TimestampNTZType);

    /** Spark leaves nulls out, and microseconds, unless it is told. */
    private static final String EXACT_JSON =
            "map('ignoreNullFields', 'false', 'timeZone', 'UTC', 'timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSSXXX', "
                    + "'timestampNTZFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS')";

    /** How many columns one bigint of a bitmap holds. */
    static final int BITS = 63;

    static List<Column> of(StructType schema) {
        return Arrays.stream(schema.fields())
                .map(field -> new Column(field.name(), field.dataType()))
                .toList();
    }

    String quoted() {
        return SqlTemplate.quote(name);
    }

    boolean isWhole() {
        return WHOLE.contains(type);
    }

    boolean isFloating() {
        return FLOATING.contains(type);
    }

    boolean isDecimal() {
        return type instanceof DecimalType;
    }

    boolean isNumber() {
        return isWhole() || isFloating() || isDecimal();
    }

    /** Whether a value fits into the fixed-width buffers that keep aggregation by hash. */
    boolean isRaw() {
        return isNumber() || RAW.contains(type);
    }

    PairLayout.Kind kind() {
        if (isNumber()) {
            return PairLayout.Kind.NUMBER;
        }
        return isRaw() ? PairLayout.Kind.VALUE : PairLayout.Kind.SIGNATURE;
    }

    /** What stands for the value in comparison: the value itself, or its hash; null stays null. */
    String signature(String reference) {
        return isRaw()
                ? reference
                : "if(%s is null, cast(null as bigint), xxhash64(%s))".formatted(reference, asHashable(reference));
    }

    /** The value for a person to read. */
    String asText(String reference) {
        if (type.equals(DataTypes.BinaryType)) {
            return "hex(%s)".formatted(reference);
        }
        return isNested() ? asHashable(reference) : "cast(%s as string)".formatted(reference);
    }

    /** The same text for the same value, whatever its type was promoted from. */
    String asExactText(String reference) {
        return isNumber() ? "cast(%s as string)".formatted(widened(reference)) : asText(reference);
    }

    /**
     * One hash of several values that tells {@code (1, null)} from {@code (null, 1)}: xxhash64 skips nulls, so that a
     * bitmap of them is hashed with the values.
     */
    static String hash(List<Column> columns, List<String> signatures) {
        String values = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).hashed(signatures.get(i)))
                .collect(Collectors.joining(", "));
        return "xxhash64(%s, %s)".formatted(values, nullBitmaps(signatures));
    }

    private static String nullBitmaps(List<String> signatures) {
        return IntStream.rangeClosed(0, (signatures.size() - 1) / BITS)
                .mapToObj(word ->
                        bits(signatures.subList(word * BITS, Math.min(signatures.size(), (word + 1) * BITS)).stream()
                                .map(signature -> signature + " is null")
                                .toList()))
                .collect(Collectors.joining(", "));
    }

    /** A bigint with bit i set where condition i holds. */
    static String bits(List<String> conditions) {
        return IntStream.range(0, conditions.size())
                .mapToObj(i -> "if(%s, %dL, 0L)".formatted(conditions.get(i), 1L << i))
                .collect(Collectors.joining(" | "));
    }

    /** Equal numbers of different types hash differently, and read differently: a promoted column must do as it did before. */
    private String widened(String signature) {
        if (isWhole()) {
            return "cast(%s as bigint)".formatted(signature);
        }
        return isFloating() ? unsigned(signature) : signature;
    }

    /**
     * Spark hashes a decimal type of up to 18 digits by the value's unscaled long, and a longer type by the bytes of a number
     * that is made for it, which takes many times as long. A value that fits into 18 digits is hashed by its long whatever
     * its type, as the first of two values of which one is null, since nulls are skipped; one that does not, by its text:
     * eight of its bytes could be those of another value's long.
     */
    private String hashed(String signature) {
        return LongDecimal.of(type)
                .map(decimal -> decimal.narrow(signature) + ", " + decimal.beyond(signature))
                .orElseGet(() -> widened(signature));
    }

    private boolean isNested() {
        return type instanceof StructType
                || type instanceof ArrayType
                || type instanceof MapType
                || type instanceof VariantType;
    }

    private String asHashable(String reference) {
        if (type instanceof VariantType) {
            return unified(reference, type, 0);
        }
        return isNested() ? "to_json(%s, %s)".formatted(unified(reference, type, 0), EXACT_JSON) : reference;
    }

    /**
     * Equal values in one form, at any depth: maps, which hold the same whatever their order and can't be hashed, become
     * sorted lists of entries; zero has no sign, and numbers with a floating point are doubles.
     */
    private static String unified(String reference, DataType type, int depth) {
        if (!hasSeveralForms(type)) {
            return reference;
        }
        if (FLOATING.contains(type)) {
            return unsigned(reference);
        }
        if (type instanceof VariantType) {
            return "to_json(%s)".formatted(reference);
        }

        String element = "x" + depth;
        if (type instanceof ArrayType array) {
            return "transform(%s, %s -> %s)"
                    .formatted(reference, element, unified(element, array.elementType(), depth + 1));
        }
        if (type instanceof MapType map) {
            return "array_sort(transform(map_entries(%s), %s -> named_struct('key', %s, 'value', %s)))"
                    .formatted(
                            reference,
                            element,
                            unified(element + ".key", map.keyType(), depth + 1),
                            unified(element + ".value", map.valueType(), depth + 1));
        }
        return unifiedStruct(reference, (StructType) type, depth);
    }

    private static String unifiedStruct(String reference, StructType struct, int depth) {
        String fields = Arrays.stream(struct.fields())
                .map((StructField field) -> "%s, %s"
                        .formatted(
                                SqlTemplate.literal(field.name()),
                                unified(reference + "." + SqlTemplate.quote(field.name()), field.dataType(), depth)))
                .collect(Collectors.joining(", "));
        return "if(%s is null, null, named_struct(%s))".formatted(reference, fields);
    }

    private static String unsigned(String reference) {
        return "cast(%s as double) + 0.0D".formatted(reference);
    }

    /** Whether equal values of a type may be kept, or written, in more than one way. */
    private static boolean hasSeveralForms(DataType type) {
        if (type instanceof ArrayType array) {
            return hasSeveralForms(array.elementType());
        }
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields()).anyMatch(field -> hasSeveralForms(field.dataType()));
        }
        return type instanceof MapType || type instanceof VariantType || FLOATING.contains(type);
    }
}
