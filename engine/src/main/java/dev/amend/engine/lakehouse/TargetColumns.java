package dev.amend.engine.lakehouse;

import dev.amend.specs.Specification;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The target's columns as Spark sees them, and the one that it is partitioned by. */
public record TargetColumns(StructType schema, PartitionColumn partitionColumn) {

    /** @throws dev.amend.specs.AmendException if the partition key is missing, or its type has no such unit */
    public static TargetColumns of(SparkSession session, Specification specification) {
        StructType schema =
                session.table(specification.target().table().quoted()).schema();
        String key = specification.target().partitionKey();
        StructField field = Arrays.stream(schema.fields())
                .filter(candidate -> candidate.name().equals(key))
                .findFirst()
                .orElseThrow(() ->
                        LakehouseCode.noPartitionKey(specification.target().table(), key, schema.fieldNames()));

        return new TargetColumns(
                schema,
                PartitionColumn.of(
                        key, field.dataType(), specification.sourceRange().unit(), "target.partition_key"));
    }

    public List<String> names() {
        return List.of(schema.fieldNames());
    }
}
