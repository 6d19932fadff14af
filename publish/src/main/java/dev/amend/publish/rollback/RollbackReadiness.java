package dev.amend.publish.rollback;

import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.retirement.OldFiles;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.PublishError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** Checks that everything a rollback needs still exists. */
record RollbackReadiness(Table table, ShadowPlan plan) {
    /** The missing tags and files, as clauses; empty if nothing is missing. */
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

    /** @throws dev.amend.specs.error.AmendException if others have expired the snapshot since it was found */
    static Snapshot requireThere(Table table, TableMetadata base, long snapshotId) {
        Snapshot snapshot = base.snapshot(snapshotId);
        if (snapshot == null) {
            throw PublishError.rollbackNotReady(
                    table.name(), List.of("snapshot %d was expired meanwhile".formatted(snapshotId)));
        }
        return snapshot;
    }
}
