package dev.amend.engine.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.DaemonScheduler;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.LeaseKeeper;
import dev.amend.engine.journal.LeaseTimes;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.journal.ThisMachine;
import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.plan.FrozenSpecification;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.finding.Verdict;
import dev.amend.reconciliation.report.Report;
import dev.amend.specs.Level;
import dev.amend.specs.Specification;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.yaml.ReadSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the total can see is in every report, until a batch is built again. */
final class ReportsTest {
    private static final ReadSpecification READ = SmallLake.read(SmallLake.specification("tax-fix"));
    private static final Instant MORNING = Instant.parse("2026-06-01T08:00:00Z");
    private static final String FIRST = SmallLake.BATCHES.get(0);
    private static final Finding TWICE = new Finding(
            Level.STRUCTURAL, "key-unique", Outcome.FAIL, Finding.TOTAL, "no key in several batches", "0 → 1");

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");
    private final DaemonScheduler scheduler = new DaemonScheduler("reports");
    private Journal journal;
    private HeldLease lease;
    private RunJournal run;

    @BeforeEach
    void reconcileEveryBatch() throws InterruptedException {
        LocalStateStore store = new LocalStateStore(dir);
        journal = new Journals(store, clock).openOrNew(READ.specification().id());
        lease = new LeaseKeeper(store, new ThisMachine(), scheduler, clock, LeaseTimes.DEFAULTS)
                .acquire(journal.id(), "run-1");
        run = journal.heldBy(lease);
        run.freeze(FrozenSpecification.write(READ));
        run.record(plan(), "first run");
        SmallLake.BATCHES.forEach(id -> run.record(reconciled(id), ""));
    }

    @AfterEach
    void close() {
        lease.close();
        scheduler.close();
    }

    @Test
    void sayWhatOnlyTheTotalSeesHoweverOftenTheyAreWritten() {
        Reports first = reports();
        SmallLake.BATCHES.forEach(id -> first.keep(reconciliation(id, 50)));
        first.keep(new RangeTotals(List.of(), List.of(TWICE)));
        requireFailed(first.write());

        Reports ofTheNextRun = reports();
        ofTheNextRun.load();

        requireFailed(ofTheNextRun.write());
        ofTheNextRun.keep(reconciliation(FIRST, 50));
        requireFailed(ofTheNextRun.write());
    }

    @Test
    void forgetTheTotalOnceABatchIsBuiltAgain() {
        Reports reports = reports();
        SmallLake.BATCHES.forEach(id -> reports.keep(reconciliation(id, 50)));
        reports.keep(new RangeTotals(List.of(), List.of(TWICE)));

        reports.keep(reconciliation(FIRST, 51));

        assertThat(reports.write().total().findings()).doesNotContain(TWICE);
        assertThat(ReportSummary.of(journal)).map(ReportSummary::verdict).contains(Verdict.NEEDS_DECISION);
    }

    @Test
    void failWhereTheTotalCannotBeComputed() {
        Reports reports = reports();
        SmallLake.BATCHES.forEach(id -> reports.keep(reconciliation(id, 50)));

        reports.keep(RangeTotals.failed("division by zero"));

        assertThat(reports.write().total().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(ReportSummary.of(journal).orElseThrow().findings())
                .containsExactly(
                        "check 'totals' of total: expected a result for the whole range, found division by zero");
    }

    @Test
    void areMadeOnlyOfWhatAnEarlierRunKept() throws IOException {
        Reports first = reports();
        SmallLake.BATCHES.forEach(id -> first.keep(reconciliation(id, 50)));
        Path kept = Path.of(journal.reportLocation("batches/%s.json".formatted(FIRST)));

        Files.writeString(kept, Files.readString(kept).replace("[]", "[7]"));
        requireRefused("reports/batches/%s.json of the journal: sha256: the content was changed".formatted(FIRST));
        Files.delete(kept);
        requireRefused("reports/batches/%s.json is missing, although the record of batch".formatted(FIRST));
        first.keep(reconciliation(FIRST, 51));
        requireRefused("it is about commit 51, but batch %s was compared as of commit 50".formatted(FIRST));
    }

    private void requireRefused(String reason) {
        assertThatThrownBy(() -> reports().load())
                .isInstanceOf(AmendException.class)
                .hasMessageContaining(reason);
    }

    private void requireFailed(Report report) {
        assertThat(report.total().findings()).contains(TWICE);
        assertThat(report.total().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(ReportSummary.of(journal))
                .contains(new ReportSummary(report.digest(), Verdict.FAIL, List.of(TWICE.sentence())));
    }

    private Reports reports() {
        return new Reports(
                run, new FrozenBackfill(READ.specification(), plan()), new LastSeenCommits(Map::of), "maria", clock);
    }

    private static BatchRecord reconciled(String id) {
        return BatchRecord.due(id)
                .building(MORNING)
                .built(50, 140, 2_000, Duration.ofSeconds(3))
                .reconciled(50, new BatchRecord.FindingCounts(5, 0, 0), Duration.ofSeconds(1));
    }

    private static BatchReconciliation reconciliation(String id, long shadowSnapshot) {
        Specification specification = READ.specification();
        return new BatchReconciliation(
                id,
                specification.batches().stream()
                        .filter(batch -> batch.id().equals(id))
                        .findFirst()
                        .orElseThrow()
                        .range(),
                42,
                shadowSnapshot,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static PlanRecord plan() {
        return new PlanRecord(
                "digest",
                SmallLake.TARGET,
                "uuid",
                0,
                0,
                2,
                new PlanRecord.Baseline(42, MORNING),
                SmallLake.BATCHES.stream()
                        .map(id -> new PlanRecord.PlannedBatch(id, id, id, 7, 140, 999))
                        .toList(),
                Map.of("events", new PlanRecord.Pin("staging.events", Optional.of(41L), Optional.of(0))),
                List.of(),
                MORNING,
                "1",
                MORNING,
                1);
    }
}
