package dev.amend.publish.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.UpdateRequirements;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;

/** A commit that is prepared and allowed by its guard, and that somebody else sends. */
public final class PendingCommit {
    private final String table;
    private final TableOperations operations;
    private final TableMetadata base;
    private final TableMetadata changed;

    PendingCommit(String table, TableOperations operations, TableMetadata base, TableMetadata changed) {
        this.table = table;
        this.operations = operations;
        this.base = base;
        this.changed = changed;
    }

    public String table() {
        return table;
    }

    /**
     * As it is sent. The catalog refuses it unless what the guard was asked about is still so: the table itself, its
     * schema and partition spec, and these refs besides the ones that the commit changes.
     */
    public TableCommit in(TableIdentifier identifier, Set<String> refs) {
        List<UpdateRequirement> requirements =
                new ArrayList<>(UpdateRequirements.forUpdateTable(base, changed.changes()));
        requirements.add(new UpdateRequirement.AssertCurrentSchemaID(base.currentSchemaId()));
        requirements.add(new UpdateRequirement.AssertDefaultSpecID(base.defaultSpecId()));
        refs.forEach(name -> requirements.add(unmoved(name)));
        return new Sent(identifier, requirements, changed.changes());
    }

    private UpdateRequirement unmoved(String name) {
        SnapshotRef ref = base.ref(name);
        return new UpdateRequirement.AssertRefSnapshotID(name, ref == null ? null : ref.snapshotId());
    }

    /** Whether it was applied, be it with commits of others on top. Loads the table. */
    public boolean hasLanded() {
        return new Landing(base, changed).isVisibleIn(operations.refresh());
    }

    /** Lets the files go that it wrote. Only for one that was never sent, or is known to have failed. */
    public void discard() {
        new UncommittedFiles(table, operations)
                .deleteAll(changed.changes().stream()
                        .filter(MetadataUpdate.AddSnapshot.class::isInstance)
                        .map(change -> ((MetadataUpdate.AddSnapshot) change).snapshot())
                        .toList());
    }

    private record Sent(TableIdentifier identifier, List<UpdateRequirement> requirements, List<MetadataUpdate> updates)
            implements TableCommit {}
}
