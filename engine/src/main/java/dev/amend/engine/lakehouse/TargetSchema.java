package dev.amend.engine.lakehouse;

import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.specs.Specification;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The target's columns as Spark sees them, and the column that partitions it. */
public record TargetSchema(StructType schema, PartitionColumn partitionColumn) {

    /** @throws dev.amend.specs.error.AmendException if the partition key is missing, or its type lacks such a unit */
    public static TargetSchema of(SparkSession session, Specification specification) {
        StructType schema =
                session.table(specification.target().table().quoted()).schema();
        String key = specification.target().partitionKey();
        StructField field = Arrays.stream(schema.fields())
                .filter(candidate -> candidate.name().equals(key))
                .findFirst()
                .orElseThrow(() ->
                        LakehouseCode.noPartitionKey(specification.target().table(), key, schema.fieldNames()));

        return new TargetSchema(
                schema,
                PartitionKeys.require(
                        key, field.dataType(), specification.sourceRange().unit(), "target.partition_key"));
    }

    public List<String> names() {
        return List.of(schema.fieldNames());
    }
}
