package dev.amend.engine.reports;

import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.reconciliation.checks.RangeChecks;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.finding.ReconciliationJson;
import dev.amend.reconciliation.finding.Verdict;
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

/** The findings so far, kept for each batch in the journal, and the report made from them. */
public final class Reports {
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(10);
    /** The largest number of findings in a summary; the report has all of them. */
    private static final int MOST_FINDINGS = 20;

    private final RunJournal journal;
    private final FrozenBackfill backfill;
    private final LastSeenCommits commits;
    private final String ranBy;
    private final Clock clock;
    private final Map<String, BatchReconciliation> reconciliations = new ConcurrentHashMap<>();
    private Instant written = Instant.EPOCH;

    /** @param ranBy the person who runs the backfill */
    public Reports(RunJournal journal, FrozenBackfill backfill, LastSeenCommits commits, String ranBy, Clock clock) {
        this.journal = journal;
        this.backfill = backfill;
        this.commits = commits;
        this.ranBy = ranBy;
        this.clock = clock;
    }

    /**
     * Loads the reconciliations that earlier runs kept.
     *
     * @throws dev.amend.specs.error.AmendException naming what is missing or was changed
     */
    public void load() {
        KeptFindings kept = new KeptFindings(journal.journal());
        for (BatchRecord batch : journal.journal().batches()) {
            kept.of(batch).ifPresent(found -> reconciliations.put(batch.id(), found));
        }
    }

    /** Leaves a batch out until it is reconciled again. */
    public void forget(String batch) {
        reconciliations.remove(batch);
    }

    /** Keeps a batch's reconciliation, in place of one of an earlier attempt. */
    public void keep(BatchReconciliation reconciliation) {
        journal.writeSealedReport(
                ReportNames.batch(reconciliation.batch()),
                ReconciliationJson.write(reconciliation).getBytes(StandardCharsets.UTF_8));
        reconciliations.put(reconciliation.batch(), reconciliation);
    }

    /** Keeps the totals over all batches: every report shows them until a batch is built again. */
    public void keep(RangeTotals totals) {
        journal.writeSealedReport(
                KeptTotals.NAME,
                KeptTotals.of(backfill.baselineSnapshotId(), reconciliations.values(), totals)
                        .json());
    }

    /** Writes the report again, but not more often than is useful to a reader. */
    public synchronized void refresh() {
        if (Duration.between(written, clock.instant()).compareTo(AT_MOST_EVERY) >= 0) {
            write();
        }
    }

    /** Writes the report, with the totals if they were computed for the current batches. */
    public synchronized Report write() {
        Report report = Report.assemble(facts(), inOrder(), totals());
        Map<String, byte[]> files = Map.of(
                ReportNames.JSON, report.json().getBytes(StandardCharsets.UTF_8),
                ReportNames.HTML, ReportHtml.render(report).getBytes(StandardCharsets.UTF_8),
                ReportNames.MARKDOWN, ReportMarkdown.render(report).getBytes(StandardCharsets.UTF_8));
        files.forEach(journal::writeReport);
        journal.writeSealedReport(ReportSeal.NAME, ReportSeal.of(files));
        journal.writeSealedReport(ReportSummary.NAME, summary(report).json());
        written = clock.instant();
        return report;
    }

    private static ReportSummary summary(Report report) {
        Verdict verdict = report.total().verdict();
        return new ReportSummary(
                report.digest(),
                verdict,
                report.attention().stream()
                        .filter(finding -> verdict != Verdict.FAIL || finding.failed())
                        .limit(MOST_FINDINGS)
                        .map(Finding::sentence)
                        .toList());
    }

    private RangeTotals totals() {
        return new KeptFindings(journal.journal())
                .totals()
                .filter(kept -> kept.holdFor(backfill.baselineSnapshotId(), reconciliations.values()))
                .map(KeptTotals::totals)
                .orElseGet(() -> RangeChecks.toCome(backfill.specification()));
    }

    /** Counts the findings of each outcome in a reconciliation. */
    public static BatchRecord.FindingCounts counts(BatchReconciliation reconciliation) {
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

    /** The newest commit whose rows the report shows; the shadow may have newer ones that are not compared yet. */
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
}
