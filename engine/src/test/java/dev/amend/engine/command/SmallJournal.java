package dev.amend.engine.command;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.Lease;
import dev.amend.engine.journal.LeaseKeeper;
import dev.amend.engine.journal.LeaseTimes;
import dev.amend.engine.journal.LocalStateStore;
import dev.amend.engine.journal.Machine;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.journal.Scheduler;
import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.specs.BackfillId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A journal as runs leave it behind, made without a run. */
final class SmallJournal implements AutoCloseable {
    static final String ID = "tax-fix";
    static final Instant MORNING = Instant.parse("2026-06-01T08:00:00Z");

    private final LocalStateStore store;
    private final Clock clock;
    private final Journal journal;
    private final HeldLease lease;
    private final RunJournal held;

    private SmallJournal(Path state, Clock clock, String specification) {
        this.store = new LocalStateStore(state);
        this.clock = clock;
        this.journal = new Journals(store, clock).openOrNew(new BackfillId(ID));
        try {
            this.lease = keeper().acquire(journal.id(), "run-1");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        this.held = journal.heldBy(lease);

        held.freeze(specification);
        held.record(plan(), "first run");
        held.transition(BackfillState.RUNNING, "");
    }

    /** A backfill of four batches whose first run holds the lease. */
    static SmallJournal running(Path state, Clock clock) {
        return running(state, clock, SmallLake.specification(ID));
    }

    static SmallJournal running(Path state, Clock clock, String specification) {
        return new SmallJournal(state, clock, specification);
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
                Map.of("events", new PlanRecord.Pin("staging.events", Optional.of(41L))),
                MORNING,
                "1",
                MORNING,
                1);
    }

    static BatchRecord reconciled(String batch) {
        return BatchRecord.due(batch)
                .building(MORNING)
                .built(50, 140, 2_000, Duration.ofSeconds(3))
                .reconciled(50, new BatchRecord.FindingCounts(5, 0, 0), Duration.ofSeconds(1));
    }

    static BatchRecord failed(String batch) {
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

    SmallJournal batch(BatchRecord batch) {
        held.record(batch, "");
        return this;
    }

    SmallJournal moved(BackfillState state, String reason) {
        held.transition(state, reason);
        return this;
    }

    /** Every batch reconciled, and a report of this verdict. */
    SmallJournal built(String digest, String verdict) {
        SmallLake.BATCHES.forEach(id -> batch(reconciled(id)));
        return report(digest, verdict).moved(BackfillState.BUILT, "report " + digest);
    }

    SmallJournal report(String digest, String verdict) {
        write("report.html", "<p>report</p>");
        write("report.json", "{\"report\": true}");
        write("report.md", "## Pass\n");
        write("summary.json", "{\"digest\": \"%s\", \"verdict\": \"%s\"}".formatted(digest, verdict));
        return this;
    }

    private void write(String name, String content) {
        held.writeReport(name, content.getBytes(StandardCharsets.UTF_8));
    }

    SmallJournal released(ReleaseRecord.Kind kind, long snapshot) {
        held.record(new ReleaseRecord(
                kind,
                snapshot,
                42,
                ReleaseRecord.How.SWAP,
                clock.instant(),
                "maria",
                "aa11",
                "FIN-7: Take the tax out"));
        return this;
    }

    Journal journal() {
        return journal;
    }

    List<String> events() {
        return journal.events().stream()
                .map(event -> "%s %s > %s by %s: %s"
                        .formatted(event.kind(), event.before(), event.after(), event.actor(), event.reason()))
                .toList();
    }

    Optional<Lease> lease() {
        return keeper().current(journal.id());
    }

    /** The run ends. */
    @Override
    public void close() {
        lease.close();
    }
}
