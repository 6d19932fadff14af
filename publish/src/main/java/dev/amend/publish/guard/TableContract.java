package dev.amend.publish.guard;

import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** The parts of a table that must not change during a backfill: the table itself, its schema and partition spec. */
public record TableContract(String uuid, int schemaId, int specId, int formatVersion) {

    /** The contract that the table has now. */
    public static TableContract of(Table table) {
        return of(((HasTableOperations) table).operations().current());
    }

    static TableContract of(TableMetadata metadata) {
        return new TableContract(
                metadata.uuid(), metadata.currentSchemaId(), metadata.defaultSpecId(), metadata.formatVersion());
    }

    /** This contract with the current schema and partition spec, for work that must succeed after they changed. */
    public TableContract asNow(Table table) {
        TableContract now = of(table);
        return new TableContract(uuid, now.schemaId, now.specId, now.formatVersion);
    }
}
