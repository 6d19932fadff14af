package dev.amend.reconciliation.input;

import dev.amend.reconciliation.sql.SqlTemplate;
import dev.amend.specs.text.Identifier;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.ByteBuffers;
import org.apache.iceberg.util.DateTimeUtil;
import org.jspecify.annotations.Nullable;

/**
 * SQL that turns rows with the columns of one schema of a table into rows with the columns of another one. Columns and
 * fields of structs are matched by field id, as Iceberg matches them when it reads a data file: they may have another
 * name, a promoted type, or be missing, so that their default or null takes their place.
 */
final class SchemaProjection {
    private int lambdas;

    private SchemaProjection() {}

    /** The items of a select list; empty if rows of the one schema have the columns of the other. */
    static Optional<List<String>> between(Schema from, Schema to) {
        return from.schemaId() == to.schemaId()
                ? Optional.empty()
                : new SchemaProjection().items("", from.columns(), to.columns());
    }

    /** @param prefix what stands before a field's name: nothing, or a struct and a dot */
    private String field(String prefix, List<NestedField> from, NestedField wanted) {
        return from.stream()
                .filter(candidate -> candidate.fieldId() == wanted.fieldId())
                .findFirst()
                .map(found -> value(prefix + Identifier.quoted(found.name()), found.type(), wanted.type()))
                .orElseGet(() -> missing(wanted));
    }

    private String value(String value, Type from, Type to) {
        if (from.equals(to)) {
            return value;
        }
        return switch (to.typeId()) {
            case STRUCT -> struct(value, from.asStructType(), to.asStructType());
            case LIST -> list(value, from.asListType(), to.asListType());
            case MAP -> map(value, from.asMapType(), to.asMapType());
            default -> "cast(%s as %s)".formatted(value, sql(to));
        };
    }

    private String struct(String value, Types.StructType from, Types.StructType to) {
        return items(value + ".", from.fields(), to.fields())
                .map(items -> "if(%s is null, null, struct(%s))".formatted(value, String.join(", ", items)))
                .orElse(value);
    }

    private Optional<List<String>> items(String prefix, List<NestedField> from, List<NestedField> to) {
        List<String> items = new ArrayList<>();
        boolean same = from.size() == to.size();
        for (int position = 0; position < to.size(); position++) {
            NestedField wanted = to.get(position);
            String name = Identifier.quoted(wanted.name());
            String value = field(prefix, from, wanted);
            same = same && value.equals(prefix + name) && from.get(position).fieldId() == wanted.fieldId();
            items.add(value + " as " + name);
        }
        return same ? Optional.empty() : Optional.of(items);
    }

    private String list(String value, Types.ListType from, Types.ListType to) {
        String element = "amend_e" + lambdas++;
        String changed = value(element, from.elementType(), to.elementType());
        return changed.equals(element) ? value : "transform(%s, %s -> %s)".formatted(value, element, changed);
    }

    private String map(String value, Types.MapType from, Types.MapType to) {
        String key = "amend_k" + lambdas;
        String entry = "amend_v" + lambdas++;
        String keys = value(key, from.keyType(), to.keyType());
        String values = value(entry, from.valueType(), to.valueType());
        String changed = values.equals(entry)
                ? value
                : "transform_values(%s, (%s, %s) -> %s)".formatted(value, key, entry, values);
        return keys.equals(key) ? changed : "transform_keys(%s, (%s, %s) -> %s)".formatted(changed, key, entry, keys);
    }

    /** The value of a field in rows that were written before it was added. */
    static String missing(NestedField wanted) {
        return "cast(%s as %s)".formatted(literal(wanted.type(), wanted.initialDefault()), sql(wanted.type()));
    }

    /** The value as Iceberg keeps it, as text that Spark casts to the type. */
    private static String literal(Type type, @Nullable Object value) {
        if (value == null) {
            return "null";
        }
        return switch (type.typeId()) {
            case DATE ->
                SqlTemplate.literal(LocalDate.ofEpochDay((Integer) value).toString());
            case TIMESTAMP ->
                SqlTemplate.literal(moment(((Types.TimestampType) type).shouldAdjustToUTC(), (Long) value));
            case BINARY, FIXED ->
                "X'%s'".formatted(HexFormat.of().formatHex(ByteBuffers.toByteArray((ByteBuffer) value)));
            default -> SqlTemplate.literal(value.toString());
        };
    }

    private static String moment(boolean isInstant, long micros) {
        return isInstant ? DateTimeUtil.microsToIsoTimestamptz(micros) : DateTimeUtil.microsToIsoTimestamp(micros);
    }

    private static String sql(Type type) {
        return SparkSchemaUtil.convert(type).sql();
    }
}
