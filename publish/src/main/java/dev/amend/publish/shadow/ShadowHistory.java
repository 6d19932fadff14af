package dev.amend.publish.shadow;

import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.step.PublishError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The commits of a backfill on its shadow, newest first.
 *
 * @param root main's snapshot from which the branch starts
 * @param cleared true if the range was cleared
 * @param own the branch's own snapshots, without the one that cleared the range
 */
public record ShadowHistory(long head, long root, boolean cleared, List<Snapshot> own) {

    public ShadowHistory {
        own = List.copyOf(own);
    }

    /**
     * Reads the branch from its head back to its start on main; empty if there is no branch.
     *
     * @throws dev.amend.specs.error.AmendException if a snapshot in between is missing, or does not belong to this
     *     backfill
     */
    public static Optional<ShadowHistory> read(Table table, ShadowPlan plan) {
        SnapshotRef ref = table.refs().get(plan.refs().branch());
        if (ref == null) {
            return Optional.empty();
        }

        List<Snapshot> own = new ArrayList<>();
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(ref.snapshotId(), table::snapshot)) {
            if (CommitKind.CLEAR.marks(snapshot, plan.id())) {
                return Optional.of(new ShadowHistory(ref.snapshotId(), rootOf(snapshot), true, own));
            }
            if (own.isEmpty() && isOfBaseline(table, plan, snapshot)) {
                return Optional.of(new ShadowHistory(ref.snapshotId(), ref.snapshotId(), false, own));
            }
            requireOwn(table, plan, snapshot);
            own.add(snapshot);
        }
        throw PublishError.shadowBroken(table.name(), plan.refs().branch());
    }

    /**
     * True for the baseline and its ancestors: a branch that was not cleared yet does not move with the baseline. A
     * shadow that is a table of its own does not have the baseline.
     */
    private static boolean isOfBaseline(Table table, ShadowPlan plan, Snapshot snapshot) {
        return table.snapshot(plan.baselineSnapshotId()) != null
                && SnapshotUtil.isAncestorOf(plan.baselineSnapshotId(), snapshot.snapshotId(), table::snapshot);
    }

    /** The snapshot before clearing; a shadow that is a table of its own starts with the clearing snapshot. */
    private static long rootOf(Snapshot cleared) {
        return cleared.parentId() == null ? cleared.snapshotId() : cleared.parentId();
    }

    private static void requireOwn(Table table, ShadowPlan plan, Snapshot snapshot) {
        if (!CommitKind.BATCH.marks(snapshot, plan.id())) {
            throw PublishError.shadowForeign(
                    table.name(), plan.refs().branch(), snapshot.snapshotId(), snapshot.operation());
        }
    }

    /**
     * The root if it still exists, otherwise the commit that cleared the range: the oldest snapshot that can be read.
     */
    public long oldest(Table table) {
        return table.snapshot(root) == null ? clearing() : root;
    }

    private long clearing() {
        return own.isEmpty() ? head : own.get(own.size() - 1).parentId();
    }

    /** The latest commit of each batch, in the order of the commits. */
    public Map<String, CommittedBatch> batches(ShadowPlan plan) {
        List<Snapshot> oldestFirst = new ArrayList<>(own);
        Collections.reverse(oldestFirst);
        Map<String, CommittedBatch> batches = new LinkedHashMap<>();

        for (Snapshot snapshot : oldestFirst) {
            if (CommitKind.BATCH.marks(snapshot, plan.id())) {
                CommittedBatch batch = committed(snapshot);
                batches.remove(batch.batch());
                batches.put(batch.batch(), batch);
            }
        }
        return batches;
    }

    private static CommittedBatch committed(Snapshot snapshot) {
        Map<String, String> summary = snapshot.summary();
        return new CommittedBatch(
                summary.getOrDefault(SummaryKeys.BATCH, ""),
                snapshot.snapshotId(),
                Integer.parseInt(summary.getOrDefault(SummaryKeys.ATTEMPT, "1")),
                Long.parseLong(summary.getOrDefault(SummaryKeys.EPOCH, "0")),
                summary.getOrDefault(SummaryKeys.SPEC_DIGEST, ""),
                summary.getOrDefault(SummaryKeys.PINS, ""),
                Long.parseLong(summary.getOrDefault("added-records", "0")),
                Long.parseLong(summary.getOrDefault("added-files-size", "0")),
                Instant.ofEpochMilli(snapshot.timestampMillis()));
    }
}
