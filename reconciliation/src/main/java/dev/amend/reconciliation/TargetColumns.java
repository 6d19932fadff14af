package dev.amend.reconciliation;

import dev.amend.specs.PartitionRange;
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

/** The target's columns in the roles that the specification gives them. */
final class TargetColumns {
    private final List<Column> all;
    private final List<Column> key;
    private final List<Column> hashed;
    private final List<Column> compared;
    private final PartitionColumn partitionColumn;
    private final String ordinal;

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

        String name = specification.target().partitionKey();
        this.partitionColumn = new PartitionColumn(
                name,
                column(all, table, "target.partition_key", name).type(),
                specification.sourceRange().unit());
        this.ordinal = partitionColumn
                .ordinal()
                .orElseThrow(() -> ReconciliationError.partitionKeyUnsupported(
                        table,
                        name,
                        partitionColumn.type().simpleString(),
                        partitionColumn.unit().name()));
    }

    static TargetColumns of(Specification specification, StructType schema) {
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

    /** Of the columns that both sides have, as they are in {@code after}. */
    static TargetColumns common(Specification specification, Schema before, Schema after) {
        StructType columns = SparkSchemaUtil.convert(after);
        return of(
                specification,
                new StructType(Arrays.stream(columns.fields())
                        .filter(field -> SchemaChange.isCommon(field.name(), before, after))
                        .toArray(StructField[]::new)));
    }

    List<Column> all() {
        return all;
    }

    List<Column> key() {
        return key;
    }

    /** Every column that says something about a row besides its key, by name. */
    List<Column> compared() {
        return compared;
    }

    boolean isKeyed() {
        return !key.isEmpty();
    }

    boolean isKey(String name) {
        return key.stream().anyMatch(column -> column.name().equals(name));
    }

    List<Column> keyWithoutPartition() {
        return key.stream()
                .filter(column -> !column.name().equals(partitionColumn.name()))
                .toList();
    }

    PartitionColumn partitionColumn() {
        return partitionColumn;
    }

    String ordinal() {
        return ordinal;
    }

    Map<String, Object> bounds(PartitionRange range) {
        Map<String, Object> bounds = new HashMap<>();
        bounds.put("amend_from", partitionColumn.from(range));
        bounds.put("amend_until", partitionColumn.until(range));
        return bounds;
    }

    /** A condition for a range whose parameters carry a number, so that several fit into one statement. */
    Map<String, Object> bounds(PartitionRange range, int number) {
        return Map.of(
                "amend_from_" + number,
                partitionColumn.from(range),
                "amend_until_" + number,
                partitionColumn.until(range));
    }

    /** A condition for so many ranges. */
    String inAnyOf(int ranges) {
        return IntStream.range(0, ranges).mapToObj(this::inRange).collect(Collectors.joining(" or "));
    }

    private String inRange(int number) {
        return "(%1$s >= :amend_from_%2$d and %1$s < :amend_until_%2$d)".formatted(partitionColumn.quoted(), number);
    }

    String signature(int position) {
        Column column = compared.get(position);
        return column.signature(column.quoted());
    }

    /** What a compared column is called in the statement: its own name where its value is compared, else its signature's. */
    String comparable(int position) {
        Column column = compared.get(position);
        return column.isRaw() ? column.quoted() : "amend_c" + position;
    }

    /** The hash of a whole row, volatile columns left out. */
    String rowHash() {
        return Column.hash(
                hashed,
                hashed.stream().map(column -> column.signature(column.quoted())).toList());
    }

    /** The same hash where the signatures have been computed before. */
    String rowHashOfSignatures() {
        return Column.hash(
                hashed,
                hashed.stream()
                        .map(column -> compared.contains(column)
                                ? comparable(compared.indexOf(column))
                                : column.signature(column.quoted()))
                        .toList());
    }

    /** The hash that tells keys apart; of a table without a key, the row's. */
    String keyHash(UnaryOperator<String> reference) {
        return isKeyed() ? hashOf(key, reference) : reference.apply("amend_h");
    }

    String hashOf(List<Column> columns, UnaryOperator<String> reference) {
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
