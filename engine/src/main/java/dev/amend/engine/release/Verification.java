package dev.amend.engine.release;

import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.publish.Publication;
import dev.amend.publish.PublishListener;
import dev.amend.publish.Rollback;
import dev.amend.publish.range.RangeChange;
import dev.amend.reconciliation.Fingerprint;
import dev.amend.specs.PartitionUnit;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.iceberg.Table;

/** Compares what consumers read now with what was approved, and looks whether the old data is still within reach. */
public final class Verification {
    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final TableRows rows;
    private final Clock clock;

    public Verification(Lakehouse lakehouse, FrozenBackfill backfill, Clock clock) {
        this.lakehouse = lakehouse;
        this.backfill = backfill;
        this.rows = new TableRows(lakehouse, backfill.specification());
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param changes who changed the range after it was published
     * @param differing partitions whose rows are not the approved ones
     * @param notReady what a rollback would miss
     * @param partitions how many partitions were compared
     * @param rows rows of the range that consumers read now
     */
    public record Result(
            List<RangeChange> changes, List<String> differing, List<String> notReady, int partitions, long rows) {

        public Result {
            changes = List.copyOf(changes);
            differing = List.copyOf(differing);
            notReady = List.copyOf(notReady);
        }

        /** Whether everything is as it was approved, and can be undone. */
        public boolean passed() {
            return changes.isEmpty() && differing.isEmpty() && notReady.isEmpty();
        }
    }

    public Result verify(ReleaseRecord release) {
        Table table = lakehouse.table(backfill.specification().target().table());
        var shadowPlan = backfill.shadowPlan(Long.MAX_VALUE);
        List<RangeChange> changes =
                new Publication(table, rows, clock, PublishListener.NONE).changesSince(shadowPlan, release.snapshot());
        List<String> notReady = new Rollback(table, rows, clock, PublishListener.NONE).missing(shadowPlan);

        SortedMap<Long, Fingerprint> approved =
                fingerprints(Lakehouse.snapshotAt(table, backfill.refs().branch()));
        SortedMap<Long, Fingerprint> read = fingerprints(table.currentSnapshot().snapshotId());
        return new Result(
                changes,
                differing(approved, read),
                notReady,
                read.size(),
                read.values().stream().mapToLong(Fingerprint::rows).sum());
    }

    private SortedMap<Long, Fingerprint> fingerprints(long snapshotId) {
        return rows.fingerprints(backfill.specification().sourceRange().segments(), snapshotId);
    }

    private List<String> differing(Map<Long, Fingerprint> approved, Map<Long, Fingerprint> read) {
        PartitionUnit unit = backfill.range().unit();
        TreeSet<Long> ordinals = new TreeSet<>(approved.keySet());
        ordinals.addAll(read.keySet());

        List<String> differing = new ArrayList<>();
        for (long ordinal : ordinals) {
            Fingerprint before = approved.getOrDefault(ordinal, Fingerprint.EMPTY);
            Fingerprint now = read.getOrDefault(ordinal, Fingerprint.EMPTY);
            if (!before.equals(now)) {
                differing.add("%s: approved %d rows (%s), read now %d rows (%s)"
                        .formatted(unit.format(ordinal), before.rows(), before, now.rows(), now));
            }
        }
        return differing;
    }
}
