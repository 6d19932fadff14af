package dev.amend.publish;

import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/** Whether everything that a rollback needs is still there. */
record RollbackReadiness(Table table, ShadowPlan plan) {
    private static final int NAMED_FILES = 5;

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
            missing.addAll(missingFiles(previous.snapshotId()));
        }
        return List.copyOf(missing);
    }

    private List<String> missingFiles(long snapshotId) {
        List<RangeFile> files = new RangeInspection(table, plan.range()).files(snapshotId);
        List<String> gone = Collections.synchronizedList(new ArrayList<>());
        Tasks.foreach(files)
                .executeWith(ThreadPools.getWorkerPool())
                .stopOnFailure()
                .throwFailureWhenFinished()
                .run(file -> {
                    if (!exists(file.path())) {
                        gone.add(file.path());
                    }
                });

        if (gone.isEmpty()) {
            return List.of();
        }
        List<String> named = gone.stream().sorted().limit(NAMED_FILES).toList();
        return List.of("%d of %d old files are missing: %s%s"
                .formatted(
                        gone.size(), files.size(), String.join(", ", named), gone.size() > NAMED_FILES ? ", …" : ""));
    }

    private boolean exists(String path) {
        try {
            return table.io().newInputFile(path).exists();
        } catch (NotFoundException e) {
            return false;
        }
    }
}
