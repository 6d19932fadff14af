package dev.amend.publish;

import dev.amend.publish.range.RangeInspection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** Whether everything that a rollback needs is still there. */
record RollbackReadiness(Table table, ShadowPlan plan) {
    /** What is missing, as clauses; empty if nothing is. */
    List<String> missing() {
        Map<String, SnapshotRef> refs = table.refs();
        List<String> missing = new ArrayList<>();
        for (String tag : List.of(plan.refs().baselineTag(), plan.refs().previousTag())) {
            if (!refs.containsKey(tag)) {
                missing.add("tag '%s' is missing".formatted(tag));
            }
        }

        SnapshotRef previous = refs.get(plan.refs().previousTag());
        if (previous != null) {
            missing.addAll(
                    new OldFiles(table.io(), new RangeInspection(table, plan.range()).files(previous.snapshotId()))
                            .missing());
        }
        return List.copyOf(missing);
    }

    /** @throws dev.amend.specs.AmendException if others expired a snapshot since it was found to be there */
    static Snapshot requireThere(Table table, TableMetadata base, long snapshotId) {
        Snapshot snapshot = base.snapshot(snapshotId);
        if (snapshot == null) {
            throw PublishError.rollbackNotReady(
                    table.name(), List.of("snapshot %d was expired meanwhile".formatted(snapshotId)));
        }
        return snapshot;
    }
}
