package dev.amend.publish;

import dev.amend.publish.commit.CommitKind;
import java.util.OptionalLong;
import org.apache.iceberg.Table;

/** Asks a table for a backfill's publication, whatever any record of it says. */
public record CurrentPublication(Table table, BackfillRefs refs) {

    /** Its snapshot; empty if nothing was published, or it was undone, or someone moved main off it. */
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
