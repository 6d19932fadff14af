package dev.amend.engine.journal;

import static dev.amend.engine.store.StateStoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.BatchRecord.Failure;
import dev.amend.engine.journal.BatchRecord.FindingCounts;
import dev.amend.engine.store.InMemoryStateStore;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class JournalTest {
    private static final BackfillId ID = new BackfillId("tax-fix");
    private static final Instant TEN = Instant.parse("2026-06-01T10:00:00Z");

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");
    private final ManualScheduler scheduler = new ManualScheduler(clock);
    private final FakeMachine laptop = new FakeMachine("laptop", 4711);
    private final Journals journals = new Journals(store, clock);

    @Test
    void isEmptyAtFirst() {
        Journal journal = journals.openOrNew(ID);

        assertThat(journal.specification()).isEmpty();
        assertThat(journal.plan()).isEmpty();
        assertThat(journal.proof()).isEmpty();
        assertThat(journal.batches()).isEmpty();
        assertThat(journal.status()).isEqualTo(StatusRecord.READY);
        assertThat(journal.control()).isEqualTo(Control.DEFAULTS);
        assertThat(journals.list()).isEmpty();
        assertThat(store.writes()).isEmpty();
    }

    @Test
    void namesTheNearestBackfillToAnUnknownOne() {
        for (String id : List.of("revenue-tax-fix", "address-repair", "revenue-currency")) {
            journals.openOrNew(new BackfillId(id)).record(aProof());
        }

        assertUnknown("revenue-tax-fxi", "Did you mean 'revenue-tax-fix'? 'amend list' shows every backfill");
        assertUnknown("revenue-cur", "Did you mean 'revenue-currency'? 'amend list' shows every backfill");
        assertUnknown("orders", "'amend list' shows every backfill; --state says where the state is");
    }

    @Test
    void listsBackfillsInTheirOrder() {
        for (String id : List.of("bbb", "aaa", "ccc")) {
            journals.openOrNew(new BackfillId(id)).record(aProof());
        }
        store.create("backfills/No Backfill/plan.json", new byte[0]);
        store.create("backfills/readme.txt", new byte[0]);

        assertThat(journals.list()).extracting(BackfillId::value).containsExactly("aaa", "bbb", "ccc");
        assertThat(journals.open(new BackfillId("aaa")).proof()).contains(aProof());
    }

    /** One without ties passes always, and says nothing of the one that has some. */
    @Test
    void keepsAFailedProofUntilItsOwnPartitionPassesOrTheSpecificationChanges() {
        Journal journal = journals.openOrNew(ID);
        ProofRecord failed = aProof("s1", "2024-12-03", false);
        journal.record(failed);

        assertThat(journal.record(aProof("s1", "2024-12-01", true))).isEqualTo(failed);
        assertThat(journal.proof()).contains(failed);

        assertThat(journal.record(aProof("s2", "2024-12-01", true)).passed()).isTrue();
        journal.record(failed);
        assertThat(journal.record(aProof("s1", "2024-12-03", true)).passed()).isTrue();
        assertThat(journal.record(aProof("s1", "2024-12-02", false)).passed()).isFalse();
    }

    @Test
    void freezesTheFirstSpecification() throws InterruptedException {
        RunJournal run = begin("run-1");

        assertThat(run.freeze("version: 1\n")).isEqualTo("version: 1\n");
        assertThat(run.freeze("version: 2\n")).isEqualTo("version: 1\n");

        assertThat(run.journal().specification()).contains("version: 1\n");
    }

    @Test
    void keepsThePlanWithItsBatchesInOrder() throws InterruptedException {
        RunJournal run = begin("run-1");

        run.record(aPlan(1), "first run");
        run.record(aPlan(1), "first run");

        assertThat(run.journal().plan()).contains(aPlan(1));
        assertThat(run.journal().batches())
                .containsExactly(BatchRecord.due("2024-12-08"), BatchRecord.due("2024-12-01"));
        assertThat(events()).containsExactly("PLAN :  -> generation 1 by maria run-1: first run");
    }

    @Test
    void replacesAPlanOnlyByALaterGeneration() throws InterruptedException {
        RunJournal run = begin("run-1");
        run.record(aPlan(1), "first run");
        run.record(aPlan(2), "rebase");

        assertThatThrownBy(() -> run.record(aPlan(1), "stale"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Plan of generation 1 would replace generation 2 of tax-fix");
        assertThat(events()).hasSize(2);
        assertThat(run.journal().plan()).map(PlanRecord::generation).contains(2);
    }

    @Test
    void followsABatchThroughItsStates() throws InterruptedException {
        RunJournal run = begin("run-1");
        run.record(aPlan(1), "first run");

        BatchRecord building = BatchRecord.due("2024-12-01").building(TEN);
        run.record(building, "");
        BatchRecord built = building.built(42, 700, 9_000, Duration.ofMillis(1_500));
        run.record(built, "");
        run.record(built.reconciled(42, new FindingCounts(12, 1, 0), Duration.ofMillis(700)), "");

        assertThat(run.journal().batches())
                .containsExactly(
                        BatchRecord.due("2024-12-08"),
                        new BatchRecord(
                                "2024-12-01",
                                BatchState.RECONCILED,
                                1,
                                Optional.empty(),
                                Optional.of(42L),
                                Optional.of(42L),
                                700,
                                9_000,
                                Optional.of(TEN),
                                Optional.of(Duration.ofMillis(1_500)),
                                Optional.of(Duration.ofMillis(700)),
                                Optional.empty(),
                                new FindingCounts(12, 1, 0),
                                1));
        assertThat(events())
                .endsWith(
                        "BATCH 2024-12-01: DUE -> BUILDING by maria run-1: ",
                        "BATCH 2024-12-01: BUILDING -> BUILT by maria run-1: ",
                        "BATCH 2024-12-01: BUILT -> RECONCILED by maria run-1: ");
    }

    @Test
    void keepsWhyABatchFailedUntilItIsTriedAgain() throws InterruptedException {
        RunJournal run = begin("run-1");
        BatchRecord failed = BatchRecord.due("2024-12-01")
                .building(TEN)
                .built(42, 700, 9_000, Duration.ofSeconds(1))
                .refuted(42, new FindingCounts(11, 0, 1), Duration.ofSeconds(1), new Failure("CHECK", "revenue: 5 %"));
        run.record(failed, "revenue: 5 %");

        assertThat(run.journal().batch("2024-12-01")).hasValueSatisfying(batch -> {
            assertThat(batch.state()).isEqualTo(BatchState.FAILED);
            assertThat(batch.lastError()).contains(new Failure("CHECK", "revenue: 5 %"));
        });

        run.record(failed.dueAgain(), "retry");

        assertThat(run.journal().batch("2024-12-01")).hasValueSatisfying(batch -> {
            assertThat(batch.state()).isEqualTo(BatchState.DUE);
            assertThat(batch.attempts()).isEqualTo(1);
            assertThat(batch.lastError()).isEmpty();
        });
    }

    @Test
    void namesABatchFileAfterTheBatchWhateverItsName() throws InterruptedException {
        RunJournal run = begin("run-1");

        run.record(BatchRecord.due("../acme & co/2024-12-01T05").building(TEN), "");

        assertThat(store.writes()).contains("backfills/tax-fix/batches/%2E.%2Facme%20%26%20co%2F2024-12-01T05.json");
        assertThat(run.journal().batch("../acme & co/2024-12-01T05")).isPresent();
    }

    @Test
    void movesAsThePeopleAndTheRunSay() throws InterruptedException {
        RunJournal run = begin("run-1");

        run.transition(BackfillState.RUNNING, "");
        clock.move(Duration.ofMinutes(1));
        run.transition(BackfillState.BUILT, "79 batches");
        clock.move(Duration.ofMinutes(1));
        StatusRecord approved = run.journal().transition(BackfillState.APPROVED, "cfo", "as agreed");

        assertThat(run.journal().status())
                .isEqualTo(approved)
                .isEqualTo(new StatusRecord(
                        BackfillState.APPROVED,
                        BackfillState.BUILT,
                        "as agreed",
                        Instant.parse("2026-06-01T10:02:00Z"),
                        "cfo",
                        "",
                        1,
                        3,
                        0,
                        List.of()));
        assertThat(events())
                .containsExactly(
                        "STATUS : READY -> RUNNING by maria run-1: ",
                        "STATUS : RUNNING -> BUILT by maria run-1: 79 batches",
                        "STATUS : BUILT -> APPROVED by cfo: as agreed");
    }

    @Test
    void refusesAnIllegalMoveAndWritesNothing() throws InterruptedException {
        RunJournal run = begin("run-1");
        int before = store.writes().size();

        assertThatThrownBy(() -> run.transition(BackfillState.PUBLISHED, ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Backfill tax-fix can't go from READY to PUBLISHED");

        assertThat(store.writes()).hasSize(before);
    }

    @Test
    void renewsTheReasonOfTheSameState() throws InterruptedException {
        RunJournal run = begin("run-1");
        run.transition(BackfillState.RUNNING, "");
        run.transition(BackfillState.WAITING, "window");
        clock.move(Duration.ofMinutes(1));

        run.transition(BackfillState.WAITING, "budget");

        assertThat(run.journal().status()).satisfies(status -> {
            assertThat(status.reason()).isEqualTo("budget");
            assertThat(status.since()).isEqualTo(TEN);
        });
        assertThat(events()).hasSize(2);
    }

    @Test
    void recordsTheEventThatACrashLeftOut() throws InterruptedException {
        RunJournal run = begin("run-1");
        run.transition(BackfillState.RUNNING, "");
        crashAfterNextWrite(() -> run.transition(BackfillState.WAITING, "window"));
        assertThat(run.journal().status().state()).isEqualTo(BackfillState.WAITING);
        assertThat(events()).hasSize(1);

        run.transition(BackfillState.RUNNING, "");

        assertThat(events())
                .containsExactly(
                        "STATUS : READY -> RUNNING by maria run-1: ",
                        "STATUS : RUNNING -> WAITING by maria run-1: window",
                        "STATUS : WAITING -> RUNNING by maria run-1: ");
    }

    @Test
    void announcesABatchBeforeItIsRecorded() throws InterruptedException {
        RunJournal run = begin("run-1");
        BatchRecord building = BatchRecord.due("2024-12-01").building(TEN);
        crashAfterNextWrite(() -> run.record(building, ""));
        assertThat(run.journal().batch("2024-12-01")).isEmpty();

        run.record(building, "");

        assertThat(events()).hasSize(2).containsOnly("BATCH 2024-12-01: DUE -> BUILDING by maria run-1: ");
    }

    @Test
    void keepsTheWishesOfTwoPeopleAtOnce() {
        Journal journal = journals.openOrNew(ID);
        journal.control("ann", "too slow", control -> control.withLimits(Map.of("max_concurrency", "4")));
        clock.move(Duration.ofMinutes(1));

        Journal others = journals.openOrNew(ID);
        int[] asked = {0};
        journal.control("ann", "month end", control -> {
            asked[0]++;
            if (asked[0] == 2) {
                others.control("bob", "cheaper", other -> other.withLimits(with(other.limits(), "budget", "5TB")));
            }
            return control.withWanted(Control.Wanted.PAUSE, Control.Mode.NOW);
        });

        assertThat(asked[0]).isEqualTo(3);
        assertThat(journal.control())
                .isEqualTo(new Control(
                        Control.Wanted.PAUSE,
                        "ann",
                        Instant.parse("2026-06-01T10:01:00Z"),
                        "month end",
                        Control.Mode.NOW,
                        Map.of("budget", "5TB", "max_concurrency", "4")));
        assertThat(events())
                .contains("CONTROL : RUN {max_concurrency=4} -> PAUSE now {max_concurrency=4} by ann: month end");
    }

    @Test
    void keepsEveryDecisionInOrder() {
        Journal journal = journals.openOrNew(ID);
        ApprovalRecord no = new ApprovalRecord(ApprovalRecord.Decision.REJECTED, "cfo", TEN, "check May", "d1", "");
        ApprovalRecord yes = new ApprovalRecord(ApprovalRecord.Decision.APPROVED, "cfo", TEN, "right", "d2", "sig");

        journal.record(no);
        journal.record(yes);

        assertThat(journal.approvals()).containsExactly(no, yes);
        assertThat(no.signature()).isEqualTo("unsigned");
        assertThat(store.writes())
                .containsExactly(
                        "backfills/tax-fix/approvals/000001.json",
                        "backfills/tax-fix/events/000001-decision-1-rejected.json",
                        "backfills/tax-fix/approvals/000002.json",
                        "backfills/tax-fix/events/000002-decision-2-approved.json");
    }

    @Test
    void recordsAReleaseOnce() throws InterruptedException {
        RunJournal run = begin("run-1");
        ReleaseRecord publish = new ReleaseRecord(
                ReleaseRecord.Kind.PUBLISH, 43, 42, ReleaseRecord.How.COMMIT, TEN, "maria", "d1", "FIN-2841");
        ReleaseRecord rollback = new ReleaseRecord(
                ReleaseRecord.Kind.ROLLBACK, 44, 43, ReleaseRecord.How.COMMIT, TEN, "maria", "d1", "wrong totals");

        run.record(publish);
        run.record(publish);
        run.record(rollback);

        assertThat(run.journal().releases()).containsExactly(publish, rollback);
    }

    @Test
    void keepsTheLatestReport() throws InterruptedException {
        RunJournal run = begin("run-1");

        run.writeReport("report.html", bytes("<p>1</p>"));
        run.writeReport("report.html", bytes("<p>2</p>"));
        run.writeReport("batches/acme/2024-12-01.json", bytes("{}"));

        assertThat(run.journal().report("report.html")).contains(bytes("<p>2</p>"));
        assertThat(run.journal().report("report.json")).isEmpty();
        assertThat(run.journal().reportLocation("report.html"))
                .isEqualTo("memory:backfills/tax-fix/reports/report.html");
        assertThat(store.writes()).contains("backfills/tax-fix/reports/batches/acme/2024-12-01.json");
    }

    @Test
    void refusesEveryWriteOfARunWhoseLeaseWasTaken() throws InterruptedException {
        RunJournal first = begin("run-1");
        first.record(aPlan(1), "first run");
        RunJournal second = takeOver("run-2");
        int writes = store.writes().size();

        assertLost(() -> first.freeze("version: 1"));
        assertLost(() -> first.record(aPlan(2), ""));
        assertLost(() -> first.record(BatchRecord.due("2024-12-01").building(TEN), ""));
        assertLost(() -> first.transition(BackfillState.RUNNING, ""));
        assertLost(() -> first.writeReport("report.html", new byte[0]));
        assertLost(() -> first.record(new ReleaseRecord(
                ReleaseRecord.Kind.PUBLISH, 43, 42, ReleaseRecord.How.COMMIT, TEN, "maria", "d1", "")));

        assertThat(store.writes()).hasSize(writes);
        second.transition(BackfillState.RUNNING, "");
    }

    @Test
    void refusesABatchOfARunThatWasSuspendedBetweenAskingAndWriting() throws InterruptedException {
        RunJournal first = begin("run-1");
        BatchRecord building = BatchRecord.due("2024-12-01").building(TEN);
        first.record(building, "");
        store.beforeNextWrite(() -> uninterrupted(() -> {
            RunJournal second = takeOver("run-2");
            second.record(building.built(99, 7, 7, Duration.ofSeconds(1)), "");
        }));

        assertLost(() -> first.record(building.built(42, 7, 7, Duration.ofSeconds(1)), ""));

        assertThat(first.journal().batch("2024-12-01")).hasValueSatisfying(batch -> {
            assertThat(batch.snapshotId()).contains(99L);
            assertThat(batch.epoch()).isEqualTo(2);
        });
    }

    @Test
    void refusesAMoveOfARunThatWasSuspendedBetweenAskingAndWriting() throws InterruptedException {
        RunJournal first = begin("run-1");
        first.transition(BackfillState.RUNNING, "");
        store.beforeNextWrite(() -> uninterrupted(() -> takeOver("run-2").transition(BackfillState.WAITING, "window")));

        assertLost(() -> first.transition(BackfillState.HALTED, "a check failed"));

        assertThat(first.journal().status().state()).isEqualTo(BackfillState.WAITING);
        assertThat(events()).noneMatch(event -> event.contains("HALTED"));
    }

    @Test
    void lendsAPersonsMoveNoEpochOfARun() throws InterruptedException {
        RunJournal first = begin("run-1");
        first.transition(BackfillState.RUNNING, "");
        first.journal().transition(BackfillState.PAUSED, "ann", "lunch");

        assertThat(takeOver("run-2").transition(BackfillState.RUNNING, "").epoch())
                .isEqualTo(2);
    }

    @Test
    void countsEpochsOnIfTheLeaseWasDeletedByHand() throws InterruptedException {
        begin("run-1");
        takeOver("run-2").transition(BackfillState.RUNNING, "");
        store.forget("backfills/tax-fix/lease.json");

        assertThat(takeOver("run-3").transition(BackfillState.WAITING, "").epoch())
                .isEqualTo(3);
    }

    @Test
    void takesNoWordFromARunThatHandedItsLeaseBack() throws InterruptedException {
        HeldLease lease = keeper().acquire(ID, "run-1");
        RunJournal run = journals.openOrNew(ID).heldBy(lease);
        lease.close();

        assertThatThrownBy(() -> run.transition(BackfillState.RUNNING, ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The lease of tax-fix was handed back");
    }

    private LeaseKeeper keeper() {
        return new LeaseKeeper(store, laptop, scheduler, clock, LeaseTimes.DEFAULTS);
    }

    private RunJournal begin(String runId) throws InterruptedException {
        return journals.openOrNew(ID).heldBy(keeper().acquire(ID, runId));
    }

    private RunJournal takeOver(String runId) throws InterruptedException {
        laptop.killAll();
        return begin(runId);
    }

    private void crashAfterNextWrite(ThrowingCallable action) {
        store.beforeNextWrite(() -> store.beforeNextWrite(() -> {
            throw new IllegalStateException("killed");
        }));
        assertThatThrownBy(action).hasMessage("killed");
    }

    private List<String> events() {
        return journals.openOrNew(ID).events().stream()
                .map(event -> "%s %s: %s -> %s by %s: %s"
                        .formatted(
                                event.kind(),
                                event.subject(),
                                event.before(),
                                event.after(),
                                (event.actor() + " " + event.run()).strip(),
                                event.reason()))
                .toList();
    }

    private void assertUnknown(String id, String next) {
        assertThatThrownBy(() -> journals.open(new BackfillId(id)))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(JournalCode.UNKNOWN_BACKFILL);
                    assertThat(e.code().kind().exitCode()).isEqualTo(2);
                    assertThat(e).hasMessage("Unknown backfill '%s'".formatted(id));
                    assertThat(e.where()).isEqualTo("state memory:backfills/");
                    assertThat(e.next()).isEqualTo(next);
                });
    }

    private static void assertLost(ThrowingCallable action) {
        assertThatThrownBy(action)
                .asInstanceOf(type(AmendException.class))
                .extracting(AmendException::code)
                .isEqualTo(JournalCode.LEASE_LOST);
    }

    /** What may be interrupted, but isn't in a test. */
    @FunctionalInterface
    private interface Interruptible {
        void run() throws InterruptedException;
    }

    private static void uninterrupted(Interruptible action) {
        try {
            action.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> with(Map<String, String> limits, String key, String value) {
        Map<String, String> more = new TreeMap<>(limits);
        more.put(key, value);
        return more;
    }

    private static ProofRecord aProof() {
        return aProof("s1", "2024-12-01", true);
    }

    private static ProofRecord aProof(String specification, String partition, boolean passed) {
        return new ProofRecord(specification, partition, 3_000, 90_000, Duration.ofMillis(1_500), 2_000.0, passed, TEN);
    }

    private static PlanRecord aPlan(int generation) {
        return new PlanRecord(
                "s1",
                "finance.daily_revenue",
                "uuid-1",
                0,
                1,
                2,
                new PlanRecord.Baseline(42, TEN),
                List.of(
                        new PlanRecord.PlannedBatch("2024-12-08", "2024-12-08", "2024-12-14", 7, 700, 9_000),
                        new PlanRecord.PlannedBatch("2024-12-01", "2024-12-01", "2024-12-07", 7, 700, 9_000)),
                Map.of("revenue_events", new PlanRecord.Pin("staging.revenue_events", Optional.of(7L), Optional.of(0))),
                List.of(),
                TEN,
                "0.1.0",
                TEN,
                generation);
    }
}
