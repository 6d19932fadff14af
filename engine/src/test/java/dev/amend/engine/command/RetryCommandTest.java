package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
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
import dev.amend.engine.store.LocalStateStore;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.specs.BackfillId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetryCommandTest {
    private static final BackfillId ID = new BackfillId("tax-fix");
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path state;

    @BeforeEach
    void aFinishedBackfillOfTwoBatches() throws InterruptedException {
        try (DaemonScheduler scheduler = new DaemonScheduler("test-heartbeat");
                HeldLease lease = new LeaseKeeper(
                                new LocalStateStore(state), new ThisMachine(), scheduler, clock, LeaseTimes.DEFAULTS)
                        .acquire(ID, "run-1")) {
            RunJournal run = journal().heldBy(lease);
            run.freeze(SmallLake.specification(ID.value()));
            run.record(aPlan(), "first run");
            run.transition(BackfillState.RUNNING, "");
            run.record(reconciled("2026-05-01"), "");
            run.record(reconciled("2026-05-08"), "");
            run.transition(BackfillState.BUILT, "report");
        }
    }

    @Test
    void letsTheNextRunBuildABatchOfAFinishedBackfillAgain() {
        assertThat(retry("--batch", "2026-05-08")).isZero();

        assertThat(journal().batches())
                .extracting(BatchRecord::state)
                .containsExactly(BatchState.RECONCILED, BatchState.DUE);
        assertThat(journal().status().state()).isEqualTo(BackfillState.PAUSED);
        assertThat(said(out)).isEqualTo("tax-fix: due again: 2026-05-08\nnext: amend run SPEC\n");
    }

    @Test
    void leavesAFinishedBackfillAloneIfNothingFailed() {
        assertThat(retry()).isZero();

        assertThat(journal().status().state()).isEqualTo(BackfillState.BUILT);
        assertThat(said(out)).isEqualTo("tax-fix: no batch failed\n");
    }

    @Test
    void refusesABatchThatDoesNotExist() {
        assertThat(retry("--batch", "2026-05-02")).isEqualTo(2);

        assertThat(said(err)).isEqualTo("""
                        amend: Cannot retry batch '2026-05-02': tax-fix has none of that id
                          where: --batch
                          next:  A batch's id is its first partition, as 'amend plan SPEC -o json' lists them
                        """);
        assertThat(journal().status().state()).isEqualTo(BackfillState.BUILT);
    }

    private int retry(String... arguments) {
        String[] all = new String[2 + arguments.length];
        all[0] = "retry";
        all[1] = ID.value();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new CommandLineProgram(new Surroundings(
                        Map.of("AMEND_STATE", state.toString()),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        clock,
                        duration -> {},
                        "alex"))
                .run(all);
    }

    private static String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private Journal journal() {
        return new Journals(new LocalStateStore(state), clock).openOrNew(ID);
    }

    private static BatchRecord reconciled(String id) {
        return BatchRecord.due(id)
                .building(NOON)
                .built(100, 7, 70, Duration.ofSeconds(2))
                .reconciled(100, new BatchRecord.FindingCounts(5, 0, 0), Duration.ofSeconds(1));
    }

    private static PlanRecord aPlan() {
        return new PlanRecord(
                "sha256:1",
                "finance.daily_revenue",
                "5f0c",
                0,
                0,
                2,
                new PlanRecord.Baseline(42, NOON),
                List.of(
                        new PlanRecord.PlannedBatch("2026-05-01", "2026-05-01", "2026-05-07", 7, 100, 2_000),
                        new PlanRecord.PlannedBatch("2026-05-08", "2026-05-08", "2026-05-14", 7, 100, 2_000)),
                Map.of(),
                List.of(),
                NOON,
                "0.1.0",
                NOON,
                1);
    }
}
