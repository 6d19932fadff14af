package dev.amend.engine.publish;

import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.RedactingLog;
import dev.amend.engine.lakehouse.TableRows;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.publishingmode.PublishingMode;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Severity;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/** Compares what consumers read now with the approved data, and checks that a rollback is still possible. */
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
     * The result of a verification.
     *
     * @param changes the changes of the range since it was published
     * @param differing partitions whose rows are not the approved ones, and anything else that consumers read instead
     * @param notReady sentences about what a rollback would lack
     * @param followUp advice for the table, in sentences
     * @param watched sentences about failing watch checks; they fail the verification
     * @param warnings sentences about failing watch checks that a person should look at
     * @param partitions how many partitions were compared
     * @param rows the number of rows of the range that consumers read now
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

        /** Returns whether everything is as approved, and can be rolled back. */
        public boolean passed() {
            return changes.isEmpty() && differing.isEmpty() && notReady.isEmpty() && watched.isEmpty();
        }
    }

    public Result verify(ReleaseRecord release) {
        RedactingLog.about(backfill.specification().target());
        ShadowPlan plan = backfill.shadowPlan(Long.MAX_VALUE);
        PublishingMode mode = PublishingMode.of(lakehouse, backfill, clock);
        List<RangeChange> changes = mode.publisher().changesSince(plan, release.snapshot());
        List<String> notReady = mode.reverter().missing(plan);

        SortedMap<Long, Fingerprint> approved = fingerprints(mode.approved(release.snapshot()));
        SortedMap<Long, Fingerprint> read = fingerprints(mode.readNow());
        List<String> differing = new ArrayList<>(mode.notAsPublished(plan));
        differing.addAll(differing(approved, read));
        List<Watch.Finding> watched = new Watch(lakehouse, backfill.specification()).findings();
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
