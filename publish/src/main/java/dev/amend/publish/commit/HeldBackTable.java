package dev.amend.publish.commit;

import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;

/** A table whose one commit is prepared as any other and then held back, so that it can be sent with those of others. */
public final class HeldBackTable {
    private final String name;
    private final TableOperations operations;
    private final HeldBackOperations heldBack;

    public HeldBackTable(Table table) {
        this.name = table.name();
        this.operations = ((HasTableOperations) table).operations();
        this.heldBack = new HeldBackOperations(operations);
    }

    /** To commit to. */
    public Table table() {
        return new BaseTable(heldBack, name);
    }

    /** What was committed to it; empty if nothing was. */
    public Optional<PendingCommit> pending() {
        return heldBack.held()
                .map(held -> new PendingCommit(name, operations, heldBack.base().orElseThrow(), held));
    }
}
