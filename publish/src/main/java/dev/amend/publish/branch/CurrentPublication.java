package dev.amend.publish.branch;

import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.shadow.BackfillRefs;
import java.util.OptionalLong;
import org.apache.iceberg.Table;

/** Reads a backfill's publication from the table itself, not from any record of it. */
public record CurrentPublication(Table table, BackfillRefs refs) {

    /** The snapshot of the publication; empty if nothing was published, it was undone, or someone moved main off it. */
    public OptionalLong snapshotId() {
        table.refresh();
        if (table.currentSnapshot() == null) {
            return OptionalLong.empty();
        }

        MainHistory main = new MainHistory(table, refs);
        return main.latestDecision()
                .filter(decision -> decision.kind() == CommitKind.PUBLISH)
                .map(Decision::snapshot)
                .filter(snapshot -> !main.wasMovedOff(snapshot))
                .map(snapshot -> OptionalLong.of(snapshot.snapshotId()))
                .orElseGet(OptionalLong::empty);
    }
}
