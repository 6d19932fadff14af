package dev.amend.engine.run;

import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.Outcome;
import dev.amend.reconciliation.RangeTotals;
import dev.amend.reconciliation.ReconciliationJson;
import dev.amend.reconciliation.report.Report;
import dev.amend.reconciliation.report.ReportFacts;
import dev.amend.reconciliation.report.ReportHtml;
import dev.amend.reconciliation.report.ReportMarkdown;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What was found out so far, kept batch by batch in the journal, and the report that is made of it. */
public final class Reports {
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(10);

    private final RunJournal journal;
    private final FrozenBackfill backfill;
    private final SeenCommits commits;
    private final String ranBy;
    private final Clock clock;
    private final Map<String, BatchReconciliation> reconciliations = new ConcurrentHashMap<>();
    private Instant written = Instant.EPOCH;

    /** @param ranBy who runs the backfill */
    Reports(RunJournal journal, FrozenBackfill backfill, SeenCommits commits, String ranBy, Clock clock) {
        this.journal = journal;
        this.backfill = backfill;
        this.commits = commits;
        this.ranBy = ranBy;
        this.clock = clock;
    }

    /** Takes up what earlier runs kept. */
    public void load() {
        for (BatchRecord batch : journal.journal().batches()) {
            if (batch.state() == BatchState.RECONCILED || batch.state() == BatchState.FAILED) {
                kept(journal.journal(), batch.id()).ifPresent(kept -> reconciliations.put(batch.id(), kept));
            }
        }
    }

    /** Keeps a batch's reconciliation, in place of the one of an earlier attempt. */
    public void keep(BatchReconciliation reconciliation) {
        journal.writeReport(
                ReportNames.batch(reconciliation.batch()),
                ReconciliationJson.write(reconciliation).getBytes(StandardCharsets.UTF_8));
        reconciliations.put(reconciliation.batch(), reconciliation);
    }

    /** Writes the report again, not more often than is of use to a reader. */
    public synchronized void refresh() {
        if (Duration.between(written, clock.instant()).compareTo(AT_MOST_EVERY) >= 0) {
            write(RangeTotals.NONE);
        }
    }

    /**
     * Writes the report.
     *
     * @param totals what no batch can see
     */
    public synchronized Report write(RangeTotals totals) {
        Report report = Report.assemble(facts(), inOrder(), totals);
        journal.writeReport(ReportNames.JSON, report.json().getBytes(StandardCharsets.UTF_8));
        journal.writeReport(ReportNames.HTML, ReportHtml.render(report).getBytes(StandardCharsets.UTF_8));
        journal.writeReport(ReportNames.MARKDOWN, ReportMarkdown.render(report).getBytes(StandardCharsets.UTF_8));
        journal.writeReport(
                ReportSummary.NAME,
                new ReportSummary(report.digest(), report.total().verdict()).json());
        written = clock.instant();
        return report;
    }

    /** How many findings of each outcome a reconciliation has. */
    static BatchRecord.FindingCounts counts(BatchReconciliation reconciliation) {
        return new BatchRecord.FindingCounts(
                count(reconciliation, Outcome.PASS),
                count(reconciliation, Outcome.WARN),
                count(reconciliation, Outcome.FAIL));
    }

    private static int count(BatchReconciliation reconciliation, Outcome outcome) {
        return (int) reconciliation.findings().stream()
                .filter(finding -> finding.outcome() == outcome)
                .count();
    }

    private List<BatchReconciliation> inOrder() {
        return backfill.specification().batches().stream()
                .flatMap(batch -> Optional.ofNullable(reconciliations.get(batch.id())).stream())
                .toList();
    }

    private ReportFacts facts() {
        List<BatchRecord> batches = journal.journal().batches();
        return new ReportFacts(
                backfill.specification(),
                new ReportFacts.SnapshotAt(
                        backfill.baselineSnapshotId(),
                        backfill.plan().baseline().committedAt()),
                newestShown(),
                new TreeMap<>(backfill.pins()),
                backfill.plan().codeVersion(),
                ranBy,
                batches.stream().map(Reports::batchRun).toList(),
                decisions(journal.journal()),
                clock.instant());
    }

    /** Of the commits whose rows the report shows: others may be there already that nobody compared yet. */
    private Optional<ReportFacts.SnapshotAt> newestShown() {
        Set<Long> shown = reconciliations.values().stream()
                .map(BatchReconciliation::shadowSnapshot)
                .collect(Collectors.toSet());
        return commits.newestOf(shown)
                .map(commit -> new ReportFacts.SnapshotAt(commit.snapshotId(), commit.committedAt()));
    }

    private static ReportFacts.BatchRun batchRun(BatchRecord batch) {
        Duration took = batch.buildDuration()
                .orElse(Duration.ZERO)
                .plus(batch.reconcileDuration().orElse(Duration.ZERO));
        return new ReportFacts.BatchRun(
                batch.id(),
                batch.state().name().toLowerCase(java.util.Locale.ROOT),
                batch.rows(),
                took,
                batch.bytes(),
                batch.attempts(),
                batch.builtAgainFor());
    }

    private static List<ReportFacts.Decision> decisions(Journal journal) {
        return journal.approvals().stream().map(Reports::decision).toList();
    }

    private static ReportFacts.Decision decision(ApprovalRecord approval) {
        boolean approved = approval.decision() == ApprovalRecord.Decision.APPROVED;
        boolean unsigned = approval.signature().equals(ApprovalRecord.UNSIGNED);
        return new ReportFacts.Decision(
                approved ? ReportFacts.Decision.Kind.APPROVED : ReportFacts.Decision.Kind.REJECTED,
                approval.by(),
                approval.at(),
                approval.reportDigest(),
                approval.reason(),
                unsigned ? ReportFacts.Decision.Signature.UNSIGNED : ReportFacts.Decision.Signature.SIGNED);
    }

    private static Optional<BatchReconciliation> kept(Journal journal, String batch) {
        return journal.report(ReportNames.batch(batch))
                .map(content -> ReconciliationJson.read(new String(content, StandardCharsets.UTF_8)));
    }
}
