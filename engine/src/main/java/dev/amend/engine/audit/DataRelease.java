package dev.amend.engine.audit;

import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.plan.FrozenBackfill;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A publication, as a row of the audit table {@code data_releases} (W11).
 *
 * @param dataset the table that was corrected
 * @param releaseId the backfill's id and the number of its publication, such as {@code tax-fix/1}
 * @param sourceRange the first and the last partition
 * @param codeVersion the version of the program that planned it
 * @param approvedBy the person who approved the report
 * @param baseline the snapshot that was corrected
 * @param snapshot the snapshot that was published
 * @param pins the snapshots of the sources, by the source's name
 */
record DataRelease(
        String dataset,
        String releaseId,
        Instant publishedAt,
        String sourceRange,
        String codeVersion,
        String approvedBy,
        String reason,
        String issue,
        long baseline,
        long snapshot,
        String reportDigest,
        Map<String, Long> pins,
        Optional<Instant> rolledBackAt) {

    /** Every publication in the journal, oldest first. */
    static List<DataRelease> of(FrozenBackfill backfill, Journal journal) {
        List<ReleaseRecord> records = journal.releases();
        List<DataRelease> releases = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).kind() == ReleaseRecord.Kind.PUBLISH) {
                Optional<Instant> rolledBackAt = records.subList(i + 1, records.size()).stream()
                        .filter(later -> later.kind() == ReleaseRecord.Kind.ROLLBACK)
                        .map(ReleaseRecord::at)
                        .findFirst();
                releases.add(of(backfill, journal, records.get(i), releases.size() + 1, rolledBackAt));
            }
        }
        return releases;
    }

    private static DataRelease of(
            FrozenBackfill backfill,
            Journal journal,
            ReleaseRecord release,
            int number,
            Optional<Instant> rolledBackAt) {
        PlanRecord plan = backfill.plan();
        return new DataRelease(
                backfill.specification().target().table().toString(),
                "%s/%d".formatted(backfill.id(), number),
                release.at(),
                backfill.specification().sourceRange().range().toString(),
                plan.codeVersion(),
                approver(journal, release),
                backfill.specification().change(),
                backfill.specification().issue(),
                plan.baseline().snapshotId(),
                release.snapshot(),
                release.reportDigest(),
                backfill.pins(),
                rolledBackAt);
    }

    private static String approver(Journal journal, ReleaseRecord release) {
        return journal.approvals().stream()
                .filter(approval -> approval.decision() == ApprovalRecord.Decision.APPROVED)
                .filter(approval -> approval.reportDigest().equals(release.reportDigest()))
                .filter(approval -> !approval.at().isAfter(release.at()))
                .reduce((one, later) -> later)
                .map(ApprovalRecord::by)
                .orElse("");
    }
}
