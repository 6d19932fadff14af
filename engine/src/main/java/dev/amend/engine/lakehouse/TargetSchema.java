package dev.amend.engine.lakehouse;

import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.specs.Specification;
import dev.amend.specs.text.Identifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The target's columns as Spark sees them, and the column that partitions it.
 *
 * @param filled the columns that the transform does not return, with their value in every row, as SQL
 */
public record TargetSchema(StructType schema, PartitionColumn partitionColumn, Map<String, String> filled) {

    public TargetSchema {
        filled = Map.copyOf(filled);
    }

    /**
     * The target's columns of today.
     *
     * @param filled the columns that were added since the backfill was planned and that the transform does not return
     * @throws dev.amend.specs.error.AmendException if the partition key is missing, or its type lacks such a unit
     */
    public static TargetSchema of(SparkSession session, Specification specification, Collection<String> filled) {
        StructType schema =
                session.table(specification.target().table().quoted()).schema();
        return of(
                schema,
                specification,
                filled.isEmpty() ? Map.of() : values(TableHistory.ofTarget(session, specification), filled));
    }

    private static Map<String, String> values(TableHistory target, Collection<String> filled) {
        return filled.stream().collect(Collectors.toMap(column -> column, target::valueBefore));
    }

    /** The columns that a table had at some time, such as when a backfill was planned. */
    public static TargetSchema of(
            TableHistory history, StructType schema, Specification specification, Collection<String> filled) {
        return of(schema, specification, values(history, filled));
    }

    private static TargetSchema of(StructType schema, Specification specification, Map<String, String> filled) {
        String key = specification.target().partitionKey();
        StructField field = Arrays.stream(schema.fields())
                .filter(candidate -> candidate.name().equals(key))
                .findFirst()
                .orElseThrow(() ->
                        LakehouseCode.noPartitionKey(specification.target().table(), key, schema.fieldNames()));

        return new TargetSchema(
                schema,
                PartitionKeys.require(
                        key, field.dataType(), specification.sourceRange().unit(), "target.partition_key"),
                filled);
    }

    /** The columns as the items of a select list over the transform's result. */
    public List<String> selected() {
        return Arrays.stream(schema.fieldNames())
                .map(name -> filled.containsKey(name)
                        ? "%s AS %s".formatted(filled.get(name), Identifier.quoted(name))
                        : Identifier.quoted(name))
                .toList();
    }
}
