package dev.amend.engine.release;

import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.DiscreetLog;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.mode.Mode;
import dev.amend.engine.mode.TableRows;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.publish.ShadowPlan;
import dev.amend.publish.range.RangeChange;
import dev.amend.reconciliation.Fingerprint;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Severity;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/** Compares what consumers read now with what was approved, and looks whether the old data is still within reach. */
public final class Verification {
    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final Clock clock;

    public Verification(Lakehouse lakehouse, FrozenBackfill backfill, Clock clock) {
        this.lakehouse = lakehouse;
        this.backfill = backfill;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param changes who changed the range after it was published
     * @param differing partitions whose rows are not the approved ones, and what else consumers read instead
     * @param notReady what a rollback would miss
     * @param followUp what is worth doing for the table, in sentences
     * @param watched what is watched and does not pass, in sentences; it fails
     * @param warnings what is watched and does not pass, in sentences; a person should look at it
     * @param partitions how many partitions were compared
     * @param rows rows of the range that consumers read now
     */
    public record Result(
            List<RangeChange> changes,
            List<String> differing,
            List<String> notReady,
            List<String> followUp,
            List<String> watched,
            List<String> warnings,
            int partitions,
            long rows) {

        public Result {
            changes = List.copyOf(changes);
            differing = List.copyOf(differing);
            notReady = List.copyOf(notReady);
            followUp = List.copyOf(followUp);
            watched = List.copyOf(watched);
            warnings = List.copyOf(warnings);
        }

        /** Whether everything is as it was approved, and can be undone. */
        public boolean passed() {
            return changes.isEmpty() && differing.isEmpty() && notReady.isEmpty() && watched.isEmpty();
        }
    }

    public Result verify(ReleaseRecord release) {
        DiscreetLog.about(backfill.specification().target());
        ShadowPlan plan = backfill.shadowPlan(Long.MAX_VALUE);
        Mode mode = Mode.of(lakehouse, backfill, clock);
        List<RangeChange> changes = mode.changesSince(plan, release.snapshot());
        List<String> notReady = mode.missing(plan);

        SortedMap<Long, Fingerprint> approved = fingerprints(mode.approved(release.snapshot()));
        SortedMap<Long, Fingerprint> read = fingerprints(mode.readNow());
        List<String> differing = new ArrayList<>(mode.notAsPublished(plan));
        differing.addAll(differing(approved, read));
        List<Watch.Finding> watched = new Watch(
                        lakehouse, backfill.specification().target())
                .findings(backfill.specification().watch());
        return new Result(
                changes,
                differing,
                notReady,
                mode.followUp(),
                sentences(watched, Severity.FAIL),
                sentences(watched, Severity.WARN),
                read.size(),
                read.values().stream().mapToLong(Fingerprint::rows).sum());
    }

    private static List<String> sentences(List<Watch.Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .map(Watch.Finding::sentence)
                .toList();
    }

    private SortedMap<Long, Fingerprint> fingerprints(long snapshotId) {
        return TableRows.ofShadow(lakehouse, backfill.specification())
                .fingerprints(backfill.specification().sourceRange().segments(), snapshotId);
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
