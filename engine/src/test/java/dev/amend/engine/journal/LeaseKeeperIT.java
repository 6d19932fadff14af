package dev.amend.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.amend.engine.store.LocalStateStore;
import dev.amend.engine.store.StateCode;
import dev.amend.engine.store.StateStore;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases of real processes that die, sleep and wake up. */
final class LeaseKeeperIT {
    private static final BackfillId ID = new BackfillId("tax-fix");
    private static final LeaseTimes SHORT = new LeaseTimes(Duration.ofMillis(300), Duration.ofMillis(1_500));

    @TempDir
    Path directory;

    @Test
    void takesOverAtOnceFromAProcessThatWasKilled() throws Exception {
        try (ChildProcess child = ChildProcess.start(Run.class, directory.toString());
                DaemonScheduler scheduler = new DaemonScheduler("test-heartbeat")) {
            assertThat(child.line()).contains("epoch 1");
            LeaseKeeper keeper = keeper(scheduler, LeaseTimes.DEFAULTS);
            assertThatThrownBy(() -> keeper.acquire(ID, "run-2"))
                    .asInstanceOf(type(AmendException.class))
                    .satisfies(e -> {
                        assertThat(e.code()).isEqualTo(JournalCode.LEASE_HELD);
                        assertThat(e.where()).contains("run run-1 of ", ", process " + child.pid());
                    });

            child.signal("KILL");
            child.exitCode();

            Instant start = Instant.now();
            assertThat(keeper.acquire(ID, "run-2").epoch()).isEqualTo(2);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void endsARunThatWakesUpAfterItsLeaseWasTaken() throws Exception {
        try (ChildProcess child = ChildProcess.start(Run.class, directory.toString());
                DaemonScheduler scheduler = new DaemonScheduler("test-heartbeat")) {
            assertThat(child.line()).contains("epoch 1");

            HeldLease second = takeFromSuspended(child, scheduler);
            RunJournal journal = journals().openOrNew(ID).heldBy(second);
            journal.transition(BackfillState.RUNNING, "second");
            child.signal("CONT");

            assertThat(child.exitCode()).isEqualTo(6);
            assertThat(child.remainingLines()).last().isEqualTo("LEASE_LOST");
            second.check();
            assertThat(journal.journal().status().reason()).isEqualTo("second");
        }
    }

    @Test
    void keepsItsLeaseForAsLongAsItLives() throws Exception {
        try (ChildProcess child = ChildProcess.start(Run.class, directory.toString());
                DaemonScheduler scheduler = new DaemonScheduler("test-heartbeat")) {
            assertThat(child.line()).contains("epoch 1");
            LeaseKeeper keeper = keeper(scheduler, SHORT);

            await("ten heartbeats")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> keeper.current(ID)
                            .filter(lease -> lease.beat() >= 10)
                            .isPresent());

            assertThat(keeper.current(ID)).hasValueSatisfying(lease -> {
                assertThat(lease.epoch()).isEqualTo(1);
                assertThat(keeper.seemsAlive(ID, lease)).isTrue();
            });
        }
    }

    /** If the child was suspended in the midst of a write, nobody else can write: let it go on and try again. */
    private HeldLease takeFromSuspended(ChildProcess child, Scheduler scheduler) throws Exception {
        for (int tries = 1; ; tries++) {
            child.signal("STOP");
            await("the heartbeat is old")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> keeper(scheduler, SHORT)
                            .current(ID)
                            .filter(lease -> lease.expiresAt().isBefore(Instant.now()))
                            .isPresent());
            try {
                return keeper(scheduler, SHORT).acquire(ID, "run-2");
            } catch (AmendException e) {
                if (e.code() != StateCode.STATE_BUSY || tries == 3) {
                    throw e;
                }
                child.signal("CONT");
            }
        }
    }

    private LeaseKeeper keeper(Scheduler scheduler, LeaseTimes times) {
        return new LeaseKeeper(new LocalStateStore(directory), new ThisMachine(), scheduler, Clock.systemUTC(), times);
    }

    private Journals journals() {
        return new Journals(new LocalStateStore(directory), Clock.systemUTC());
    }

    /** A run that asks for its lease again and again until it is lost. */
    static final class Run {
        private Run() {}

        public static void main(String[] arguments) throws InterruptedException {
            StateStore store = new LocalStateStore(Path.of(arguments[0]));
            DaemonScheduler scheduler = new DaemonScheduler("heartbeat");
            HeldLease lease =
                    new LeaseKeeper(store, new ThisMachine(), scheduler, Clock.systemUTC(), SHORT).acquire(ID, "run-1");
            RunJournal journal =
                    new Journals(store, Clock.systemUTC()).openOrNew(ID).heldBy(lease);
            System.out.println("epoch " + lease.epoch());

            try {
                for (; ; ) {
                    lease.check();
                    scheduler.sleep(Duration.ofMillis(20));
                    journal.transition(BackfillState.READY, "first");
                }
            } catch (AmendException e) {
                System.out.println(e.code());
                System.exit(e.code().kind().exitCode());
            }
        }
    }
}
