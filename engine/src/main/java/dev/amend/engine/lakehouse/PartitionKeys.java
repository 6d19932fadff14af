package dev.amend.engine.lakehouse;

import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.specs.PartitionUnit;
import org.apache.spark.sql.types.DataType;

/** The partition keys that a specification names, on tables as they are. */
public final class PartitionKeys {

    private PartitionKeys() {}

    /**
     * The partition key of a table.
     *
     * @param where names the key of the specification, or the table, in an error
     * @throws dev.amend.specs.error.AmendException if a column of this type can't be a partition key in this unit
     */
    public static PartitionColumn require(String name, DataType type, PartitionUnit unit, String where) {
        return PartitionColumn.of(name, type, unit)
                .orElseThrow(() -> LakehouseCode.wrongUnit(name, type.simpleString(), unit, where));
    }
}
