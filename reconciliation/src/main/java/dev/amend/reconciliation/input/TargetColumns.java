package dev.amend.reconciliation.input;

import dev.amend.reconciliation.finding.SchemaChange;
import dev.amend.reconciliation.sql.ReconciliationError;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The target's columns in their roles in the specification. */
public final class TargetColumns {
    private final List<Column> all;
    private final List<Column> key;
    private final List<Column> hashed;
    private final List<Column> compared;
    private final PartitionColumn partitionColumn;

    private TargetColumns(Specification specification, List<Column> all) {
        String table = specification.target().table().toString();
        this.all = all;
        this.key = specification.target().key().stream()
                .map(name -> column(all, table, "target.key", name))
                .toList();
        this.hashed = all.stream()
                .filter(column -> !specification.target().volatileColumns().contains(column.name()))
                .sorted(Comparator.comparing(Column::name))
                .toList();
        this.compared = hashed.stream().filter(column -> !key.contains(column)).toList();

        this.partitionColumn = partitionColumn(specification, all);
    }

    private static PartitionColumn partitionColumn(Specification specification, List<Column> all) {
        String table = specification.target().table().toString();
        String name = specification.target().partitionKey();
        Column column = column(all, table, "target.partition_key", name);
        PartitionUnit unit = specification.sourceRange().unit();
        return PartitionColumn.of(name, column.type(), unit)
                .orElseThrow(() -> ReconciliationError.partitionKeyUnsupported(
                        table, name, column.type().simpleString(), unit.name()));
    }

    public static TargetColumns of(Specification specification, StructType schema) {
        TargetColumns columns = new TargetColumns(specification, Column.of(schema));
        String table = specification.target().table().toString();
        specification.target().required().forEach(name -> column(columns.all, table, "target.required", name));
        specification
                .validation()
                .unchanged()
                .forEach(name -> column(columns.all, table, "validation.unchanged", name));
        specification
                .validation()
                .tolerance()
                .keySet()
                .forEach(
                        name -> columns.requireNumber(column(columns.all, table, "validation.tolerance", name), table));
        return columns;
    }

    /** The columns that both sides have, with their types in {@code after}. */
    public static TargetColumns common(Specification specification, Schema before, Schema after) {
        StructType columns = SparkSchemaUtil.convert(after);
        return of(
                specification,
                new StructType(Arrays.stream(columns.fields())
                        .filter(field -> SchemaChange.isCommon(field.name(), before, after))
                        .toArray(StructField[]::new)));
    }

    public List<Column> all() {
        return all;
    }

    public List<Column> key() {
        return key;
    }

    /** All columns except the key and volatile columns, sorted by name. */
    public List<Column> compared() {
        return compared;
    }

    public boolean isKeyed() {
        return !key.isEmpty();
    }

    public boolean isKey(String name) {
        return key.stream().anyMatch(column -> column.name().equals(name));
    }

    public List<Column> keyWithoutPartition() {
        return key.stream()
                .filter(column -> !column.name().equals(partitionColumn.name()))
                .toList();
    }

    public PartitionColumn partitionColumn() {
        return partitionColumn;
    }

    public String ordinal() {
        return partitionColumn.ordinal();
    }

    public Map<String, Object> bounds(PartitionRange range) {
        Map<String, Object> bounds = new HashMap<>();
        bounds.put("amend_from", partitionColumn.from(range));
        bounds.put("amend_until", partitionColumn.until(range));
        return bounds;
    }

    /** Bounds of a range whose parameters have a number, so that several ranges fit into one statement. */
    public Map<String, Object> bounds(PartitionRange range, int number) {
        return Map.of(
                "amend_from_" + number,
                partitionColumn.from(range),
                "amend_until_" + number,
                partitionColumn.until(range));
    }

    /** A condition for the given number of ranges. */
    public String inAnyOf(int ranges) {
        return inAnyOf(0, ranges);
    }

    /** A condition for the given number of ranges, numbered from {@code first}. */
    public String inAnyOf(int first, int ranges) {
        return IntStream.range(first, first + ranges).mapToObj(this::inRange).collect(Collectors.joining(" or "));
    }

    private String inRange(int number) {
        return "(%1$s >= :amend_from_%2$d and %1$s < :amend_until_%2$d)".formatted(partitionColumn.quoted(), number);
    }

    public String signature(int position) {
        Column column = compared.get(position);
        return column.signature(column.quoted());
    }

    /**
     * The name of a compared column in the statement: its own name if its value is compared, otherwise its signature's.
     */
    public String comparable(int position) {
        Column column = compared.get(position);
        return column.isRaw() ? column.quoted() : "amend_c" + position;
    }

    /** The hash of a whole row, without volatile columns. */
    public String rowHash() {
        return Column.hash(
                hashed,
                hashed.stream().map(column -> column.signature(column.quoted())).toList());
    }

    /** The same hash from signatures that are already computed. */
    public String rowHashOfSignatures() {
        return Column.hash(
                hashed,
                hashed.stream()
                        .map(column -> compared.contains(column)
                                ? comparable(compared.indexOf(column))
                                : column.signature(column.quoted()))
                        .toList());
    }

    /** The hash that identifies a key; for a table without a key, the hash of the row. */
    public String keyHash(UnaryOperator<String> reference) {
        return isKeyed() ? hashOf(key, reference) : reference.apply("amend_h");
    }

    public String hashOf(List<Column> columns, UnaryOperator<String> reference) {
        return Column.hash(
                columns,
                columns.stream()
                        .map(column -> column.signature(reference.apply(column.quoted())))
                        .toList());
    }

    private void requireNumber(Column column, String table) {
        if (!column.isNumber()) {
            throw ReconciliationError.toleranceUnsupported(
                    table, column.name(), column.type().simpleString());
        }
    }

    private static Column column(List<Column> all, String table, String role, String name) {
        return all.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ReconciliationError.columnUnknown(table, role, name));
    }
}
