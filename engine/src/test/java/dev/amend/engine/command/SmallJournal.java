package dev.amend.engine.command;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.Lease;
import dev.amend.engine.journal.LeaseKeeper;
import dev.amend.engine.journal.LeaseTimes;
import dev.amend.engine.journal.Machine;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.journal.Scheduler;
import dev.amend.engine.journal.Wait;
import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.engine.reports.ReportNames;
import dev.amend.engine.reports.ReportSeal;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.ReconciliationJson;
import dev.amend.reconciliation.report.ReportDigest;
import dev.amend.specs.BackfillId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A journal as runs leave it behind, made without a run. */
public final class SmallJournal implements AutoCloseable {
    static final String ID = "tax-fix";
    static final String DIGEST = digest("aa11", "PASS");
    public static final Instant MORNING = Instant.parse("2026-06-01T08:00:00Z");

    private final LocalStateStore store;
    private final Clock clock;
    private final Journal journal;
    private final HeldLease lease;
    private final RunJournal held;

    private SmallJournal(String id, Path state, Clock clock, String specification) {
        this(id, state, clock);
        held.freeze(specification);
        held.record(plan(specification), "first run");
        held.transition(BackfillState.RUNNING, "");
    }

    private SmallJournal(String id, Path state, Clock clock) {
        this.store = new LocalStateStore(state);
        this.clock = clock;
        this.journal = new Journals(store, clock).openOrNew(new BackfillId(id));
        try {
            this.lease = keeper().acquire(journal.id(), "run-1");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        this.held = journal.heldBy(lease);
    }

    /** A backfill of four batches whose first run holds the lease. */
    public static SmallJournal running(Path state, Clock clock) {
        return running(state, clock, SmallLake.specification(ID));
    }

    public static SmallJournal running(Path state, Clock clock, String specification) {
        return new SmallJournal(ID, state, clock, specification);
    }

    public static SmallJournal running(String id, Path state, Clock clock) {
        return new SmallJournal(id, state, clock, SmallLake.specification(id));
    }

    /** A backfill that was begun, in the hands of another run. */
    static SmallJournal again(String id, Path state, Clock clock) {
        return new SmallJournal(id, state, clock);
    }

    private LeaseKeeper keeper() {
        return new LeaseKeeper(store, new Laptop(), new NoHeartbeat(), clock, LeaseTimes.DEFAULTS);
    }

    /** A machine whose processes never die. */
    private static final class Laptop implements Machine {
        @Override
        public Lease.Holder holder(String runId) {
            return new Lease.Holder(runId, "maria", "laptop", "laptop/boot", 4711, "tick 1");
        }

        @Override
        public boolean isGone(Lease.Holder holder) {
            return false;
        }
    }

    private static final class NoHeartbeat implements Scheduler {
        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("Nobody waits for a lease here");
        }

        @Override
        public Repetition every(Duration interval, Runnable action) {
            return () -> {};
        }
    }

    private static PlanRecord plan(String specification) {
        return new PlanRecord(
                SmallLake.read(specification).specification().digest(),
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

    public static BatchRecord reconciled(String batch) {
        return BatchRecord.due(batch)
                .building(MORNING)
                .built(50, 140, 2_000, Duration.ofSeconds(3))
                .reconciled(50, new BatchRecord.FindingCounts(5, 0, 0), Duration.ofSeconds(1));
    }

    public static BatchRecord failed(String batch) {
        return BatchRecord.due(batch)
                .building(MORNING)
                .built(51, 140, 2_000, Duration.ofSeconds(3))
                .refuted(
                        51,
                        new BatchRecord.FindingCounts(4, 0, 1),
                        Duration.ofSeconds(1),
                        new BatchRecord.Failure(
                                "CHECK_FAILED",
                                "check 'measure:revenue' of %s: expected 0%%, found -9%%".formatted(batch)));
    }

    public SmallJournal batch(BatchRecord batch) {
        held.record(batch, "");
        return this;
    }

    /** The run waits. */
    public SmallJournal waiting(Wait... waits) {
        held.waitFor(List.of(waits));
        return this;
    }

    public SmallJournal moved(BackfillState state, String reason) {
        held.transition(state, reason);
        return this;
    }

    /** Every batch reconciled, and a report of this verdict. */
    public SmallJournal built(String digest, String verdict) {
        SmallLake.BATCHES.forEach(id -> keep(id).batch(reconciled(id)));
        keepTotals();
        return report(digest, verdict).moved(BackfillState.BUILT, "report " + digest);
    }

    /** What the comparison of a batch found. */
    SmallJournal keep(String batch) {
        BatchReconciliation found = new BatchReconciliation(
                batch,
                SmallLake.read(journal.specification().orElseThrow()).specification().batches().stream()
                        .filter(known -> known.id().equals(batch))
                        .findFirst()
                        .orElseThrow()
                        .range(),
                42,
                50,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        held.writeSealedReport("batches/%s.json".formatted(batch), bytes(ReconciliationJson.write(found)));
        return this;
    }

    private void keepTotals() {
        String shadow = SmallLake.BATCHES.stream().map("\"%s\":50"::formatted).collect(Collectors.joining(","));
        held.writeSealedReport(
                "totals.json",
                bytes("{\"baseline\":42,\"shadow\":{%s},\"totals\":{\"measures\":[],\"findings\":[]}}"
                        .formatted(shadow)));
    }

    /** The digest of a report of this content and verdict. */
    static String digest(String content, String verdict) {
        return ReportDigest.of(document(content, verdict, ""));
    }

    private static String document(String content, String verdict, String digest) {
        return "{\"content\":\"%s\",\"digest\":\"%s\",\"verdict\":\"%s\"}"
                .formatted(content, digest, verdict.toLowerCase(Locale.ROOT));
    }

    public SmallJournal report(String content, String verdict) {
        String digest = digest(content, verdict);
        Map<String, byte[]> files = Map.of(
                ReportNames.HTML, bytes("<p>report</p>"),
                ReportNames.JSON, bytes(document(content, verdict, digest)),
                ReportNames.MARKDOWN, bytes("## Pass\n"));
        files.forEach(held::writeReport);
        held.writeSealedReport("seal.json", ReportSeal.of(files));
        held.writeSealedReport(
                "summary.json", bytes("{\"digest\": \"%s\", \"verdict\": \"%s\"}".formatted(digest, verdict)));
        return this;
    }

    /** With the findings behind the verdict. */
    public SmallJournal report(String content, String verdict, String finding) {
        report(content, verdict);
        held.writeSealedReport(
                "summary.json",
                bytes("{\"digest\": \"%s\", \"verdict\": \"%s\", \"findings\": [\"%s\"]}"
                        .formatted(digest(content, verdict), verdict, finding)));
        return this;
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    public SmallJournal released(ReleaseRecord.Kind kind, long snapshot) {
        return released(kind, snapshot, "FIN-7: Take the tax out");
    }

    /** A publication for this reason. */
    public SmallJournal released(String reason) {
        return released(ReleaseRecord.Kind.PUBLISH, 77, reason);
    }

    private SmallJournal released(ReleaseRecord.Kind kind, long snapshot, String reason) {
        held.record(new ReleaseRecord(
                kind, snapshot, 42, ReleaseRecord.How.COMMIT, clock.instant(), "maria", "aa11", reason));
        return this;
    }

    /** As the run that holds the lease writes it. */
    RunJournal held() {
        return held;
    }

    public Journal journal() {
        return journal;
    }

    List<String> events() {
        return journal.events().stream()
                .map(event -> "%s %s > %s by %s: %s"
                        .formatted(event.kind(), event.before(), event.after(), event.actor(), event.reason()))
                .toList();
    }

    public Optional<Lease> lease() {
        return keeper().current(journal.id());
    }

    /** The run ends. */
    @Override
    public void close() {
        lease.close();
    }
}
