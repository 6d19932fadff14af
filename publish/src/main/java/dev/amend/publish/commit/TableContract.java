package dev.amend.publish.commit;

import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** What must stay as planned while a backfill is carried out: the table itself, its schema and its partition spec. */
public record TableContract(String uuid, int schemaId, int specId, int formatVersion) {

    /** The contract that a table fulfils now. */
    public static TableContract of(Table table) {
        return of(((HasTableOperations) table).operations().current());
    }

    static TableContract of(TableMetadata metadata) {
        return new TableContract(
                metadata.uuid(), metadata.currentSchemaId(), metadata.defaultSpecId(), metadata.formatVersion());
    }

    /** This table with whatever schema and partition spec it has by now: for what must work after they changed. */
    public TableContract asNow(Table table) {
        TableContract now = of(table);
        return new TableContract(uuid, now.schemaId, now.specId, now.formatVersion);
    }
}
