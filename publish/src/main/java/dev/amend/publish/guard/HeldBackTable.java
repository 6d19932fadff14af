package dev.amend.publish.guard;

import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;

/**
 * A table whose only commit is prepared like any other and then held back, so that it can be sent with those of others.
 */
public final class HeldBackTable {
    private final String name;
    private final TableOperations operations;
    private final HeldBackOperations heldBack;

    public HeldBackTable(Table table) {
        this.name = table.name();
        this.operations = ((HasTableOperations) table).operations();
        this.heldBack = new HeldBackOperations(operations);
    }

    /** The table to commit to. */
    public Table table() {
        return new BaseTable(heldBack, name);
    }

    /** The commit that was held back; empty if there is none. */
    public Optional<PendingCommit> pending() {
        return heldBack.held()
                .map(held -> new PendingCommit(name, operations, heldBack.base().orElseThrow(), held));
    }
}
