package dev.amend.reconciliation.input;

import dev.amend.reconciliation.sql.LongDecimal;
import dev.amend.reconciliation.sql.SqlTemplate;
import dev.amend.specs.text.Identifier;
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

/** A column of the target: fixed-width values are compared directly, all others by an 8-byte signature. */
public record Column(String name, DataType type) {
    /** The form in which the comparison has a column. */
    public enum Kind {
        NUMBER,
        VALUE,
        SIGNATURE,
        /** A sensitive column: only the existence of a value is visible. */
        HIDDEN
    }

    private static final Set<DataType> WHOLE =
            Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);
    private static final Set<DataType> FLOATING = Set.of(DataTypes.FloatType, DataTypes.DoubleType);
    private static final Set<DataType> RAW =
            Set.of(DataTypes.BooleanType, DataTypes.DateType, DataTypes.TimestampType, DataTypes.TimestampNTZType);

    /** By default, Spark leaves out nulls and microseconds. */
    private static final String EXACT_JSON =
            "map('ignoreNullFields', 'false', 'timeZone', 'UTC', 'timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSSXXX', "
                    + "'timestampNTZFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS')";

    /** The number of columns in one bigint of a bitmap. */
    public static final int BITS = 63;

    public static List<Column> of(StructType schema) {
        return Arrays.stream(schema.fields())
                .map(field -> new Column(field.name(), field.dataType()))
                .toList();
    }

    public String quoted() {
        return Identifier.quoted(name);
    }

    public boolean isWhole() {
        return WHOLE.contains(type);
    }

    public boolean isFloating() {
        return FLOATING.contains(type);
    }

    boolean isDecimal() {
        return type instanceof DecimalType;
    }

    public boolean isNumber() {
        return isWhole() || isFloating() || isDecimal();
    }

    /** Returns whether a value fits into the fixed-width buffers that keep aggregation by hash. */
    public boolean isRaw() {
        return isNumber() || RAW.contains(type);
    }

    public Kind kind() {
        if (isNumber()) {
            return Kind.NUMBER;
        }
        return isRaw() ? Kind.VALUE : Kind.SIGNATURE;
    }

    /** The value's form in comparison: the value itself, or its hash; null stays null. */
    public String signature(String reference) {
        return isRaw()
                ? reference
                : "if(%s is null, cast(null as bigint), xxhash64(%s))".formatted(reference, asHashable(reference));
    }

    /** The value as text for people. */
    public String asText(String reference) {
        if (type.equals(DataTypes.BinaryType)) {
            return "hex(%s)".formatted(reference);
        }
        return isNested() ? asHashable(reference) : "cast(%s as string)".formatted(reference);
    }

    /** The same text for the same value, even if its type was promoted. */
    public String asExactText(String reference) {
        return isNumber() ? "cast(%s as string)".formatted(widened(reference)) : asText(reference);
    }

    /**
     * One hash of several values that distinguishes {@code (1, null)} from {@code (null, 1)}: xxhash64 skips nulls, so
     * a bitmap of them is hashed with the values.
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

    /** A bigint with bit i set if condition i holds. */
    public static String bits(List<String> conditions) {
        return IntStream.range(0, conditions.size())
                .mapToObj(i -> "if(%s, %dL, 0L)".formatted(conditions.get(i), 1L << i))
                .collect(Collectors.joining(" | "));
    }

    /** Equal numbers of different types have different hashes and texts, but a promoted column must keep its own. */
    private String widened(String signature) {
        if (isWhole()) {
            return "cast(%s as bigint)".formatted(signature);
        }
        return isFloating() ? unsigned(signature) : signature;
    }

    /**
     * Spark hashes a decimal type of up to 18 digits by the value's unscaled long, and a longer type by the bytes of a
     * number that is made for it, which takes many times as long. A value that fits into 18 digits is hashed by its
     * long for any type, as the first of two values of which one is null, since nulls are skipped. A longer value is
     * hashed by its text: eight of its bytes could be those of another value's long.
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
     * Writes equal values in one form, at any depth: maps, which are equal in any order and can't be hashed, become
     * sorted lists of entries; zero has no sign, and floating-point numbers are doubles.
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
                                unified(reference + "." + Identifier.quoted(field.name()), field.dataType(), depth)))
                .collect(Collectors.joining(", "));
        return "if(%s is null, null, named_struct(%s))".formatted(reference, fields);
    }

    private static String unsigned(String reference) {
        return "cast(%s as double) + 0.0D".formatted(reference);
    }

    /** Returns whether equal values of a type may be stored, or written, in more than one way. */
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
