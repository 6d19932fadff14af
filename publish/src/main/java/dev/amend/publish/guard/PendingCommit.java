package dev.amend.publish.guard;

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

/** A commit that is prepared and allowed by its guard, and that someone else sends. */
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
     * The commit to send. The catalog refuses it if a condition of the guard has changed: the table itself, its schema
     * and partition spec, and these refs in addition to those that the commit changes.
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

    /** Returns whether the commit was applied, possibly with later commits of others. Loads the table. */
    public boolean hasLanded() {
        return new CommitVisibility(base, changed).isVisibleIn(operations.refresh());
    }

    /** Deletes the files that the commit wrote. Only if it was never sent, or is known to have failed. */
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
