package dev.amend.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.store.InMemoryStateStore;
import dev.amend.engine.store.StateCode;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class LeaseKeeperTest {
    private static final BackfillId ID = new BackfillId("tax-fix");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");
    private final ManualScheduler scheduler = new ManualScheduler(clock);
    private final FakeMachine laptop = new FakeMachine("laptop", 4711);

    /** Another machine has a clock, and a background, of its own. */
    private final ManualClock clusterClock = new ManualClock("2026-06-01T10:00:00Z");

    private final ManualScheduler clusterScheduler = new ManualScheduler(clusterClock);
    private final FakeMachine cluster = new FakeMachine("cluster", 12);

    @Test
    void takesALeaseThatNobodyHas() throws InterruptedException {
        HeldLease lease = onLaptop().acquire(ID, "run-1");

        assertThat(lease.epoch()).isEqualTo(1);
        assertThat(onCluster().current(ID))
                .contains(new Lease(
                        new Lease.Holder("run-1", "maria", "laptop", "laptop/boot", 4711, "tick 1"),
                        1,
                        Lease.Tenure.HELD,
                        Instant.parse("2026-06-01T10:00:00Z"),
                        Instant.parse("2026-06-01T10:00:00Z"),
                        Instant.parse("2026-06-01T10:01:00Z"),
                        0));
        lease.check();
    }

    @Test
    void endsASecondRunAtOnceAndNamesTheFirst() throws InterruptedException {
        onLaptop().acquire(ID, "run-1");

        assertThatThrownBy(() -> onCluster().acquire(ID, "run-2"))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(JournalCode.LEASE_HELD);
                    assertThat(e.code().kind().exitCode()).isEqualTo(6);
                    assertThat(e)
                            .hasMessage("Cannot run tax-fix: another run holds its lease since 2026-06-01T10:00:00Z");
                    assertThat(e.where())
                            .isEqualTo(
                                    "run run-1 of maria on laptop, process 4711, last heartbeat 2026-06-01T10:00:00Z");
                    assertThat(e.next())
                            .isEqualTo(
                                    "'amend status tax-fix' shows how far it is, 'amend pause tax-fix --reason TEXT' stops it. If it died, run the same command again once its heartbeat is older than 60 s");
                });
        assertThat(clusterScheduler.slept()).isEmpty();
    }

    @Test
    void endsASecondRunOnTheSameMachineToo() throws InterruptedException {
        onLaptop().acquire(ID, "run-1");

        assertHeld(() -> onLaptop().acquire(ID, "run-2"));
    }

    @Test
    void countsEpochsOnAfterALeaseIsHandedBack() throws InterruptedException {
        onLaptop().acquire(ID, "run-1").close();
        assertThat(onLaptop().current(ID)).isEmpty();

        HeldLease second = onCluster().acquire(ID, "run-2");

        assertThat(second.epoch()).isEqualTo(2);
    }

    @Test
    void takesOverAtOnceFromAProcessThatDiedHere() throws InterruptedException {
        onLaptop().acquire(ID, "run-1");
        laptop.killAll();

        HeldLease second = onLaptop().acquire(ID, "run-2");

        assertThat(second.epoch()).isEqualTo(2);
        assertThat(scheduler.slept()).isEmpty();
    }

    @Test
    void takesOverFromAnotherMachineOnlyAfterWatchingItsSilence() throws InterruptedException {
        onCluster().acquire(ID, "run-1");
        clock.move(MINUTE);

        HeldLease second = onLaptop().acquire(ID, "run-2");

        assertThat(second.epoch()).isEqualTo(2);
        assertThat(scheduler.slept()).isEqualTo(Collections.nCopies(6, Duration.ofSeconds(10)));
    }

    @Test
    void doesNotWatchBeforeTheHeartbeatIsOld() throws InterruptedException {
        onCluster().acquire(ID, "run-1");
        clock.move(MINUTE.minusMillis(1));

        assertHeld(() -> onLaptop().acquire(ID, "run-2"));
        assertThat(scheduler.slept()).isEmpty();
    }

    @Test
    void doesNotTakeOverFromALiveRunWhoseClockIsSlow() throws InterruptedException {
        onCluster().acquire(ID, "run-1");
        clock.move(Duration.ofHours(3));
        scheduler.whileSleeping(clusterScheduler::tick);

        assertHeld(() -> onLaptop().acquire(ID, "run-2"));
        assertThat(scheduler.slept()).hasSize(1);
    }

    @Test
    void doesNotTakeOverFromALiveRunWhoseClockIsFast() throws InterruptedException {
        clusterClock.move(Duration.ofHours(3));
        onCluster().acquire(ID, "run-1");
        scheduler.whileSleeping(clusterScheduler::tick);

        assertHeld(() -> onLaptop().acquire(ID, "run-2"));
    }

    @Test
    void takesOverFromADeadRunWhoseClockWasFast() throws InterruptedException {
        clusterClock.move(Duration.ofHours(3));
        onCluster().acquire(ID, "run-1");

        assertThat(onLaptop().acquire(ID, "run-2").epoch()).isEqualTo(2);
        assertThat(scheduler.slept()).hasSize(6);
    }

    @Test
    void seesAHeartbeatWhoseClockStandsStill() throws InterruptedException {
        onCluster().acquire(ID, "run-1");
        clock.move(Duration.ofHours(3));
        int[] slept = {0};
        scheduler.whileSleeping(() -> {
            slept[0]++;
            if (slept[0] == 6) {
                clusterScheduler.tick();
            }
        });

        assertHeld(() -> onLaptop().acquire(ID, "run-2"));
    }

    @Test
    void stopsWatchingWhenTheProcessDies() throws InterruptedException {
        onLaptop().acquire(ID, "run-1");
        clock.move(Duration.ofMinutes(5));
        scheduler.whileSleeping(laptop::killAll);

        HeldLease second = onLaptop().acquire(ID, "run-2");

        assertThat(second.epoch()).isEqualTo(2);
        assertThat(scheduler.slept()).hasSize(1);
    }

    @Test
    void letsOneOfTwoWin() throws InterruptedException {
        onCluster().acquire(ID, "run-1").close();
        store.beforeNextWrite(() -> acquireOnCluster("run-2"));

        assertHeld(() -> onLaptop().acquire(ID, "run-3"));
        assertThat(onLaptop().current(ID)).map(lease -> lease.holder().runId()).contains("run-2");
    }

    @Test
    void beatsInTheBackgroundUntilClosed() throws InterruptedException {
        HeldLease lease = onLaptop().acquire(ID, "run-1");

        clock.move(Duration.ofSeconds(10));
        scheduler.tick();

        assertThat(onLaptop().current(ID)).hasValueSatisfying(current -> {
            assertThat(current.heartbeatAt()).isEqualTo("2026-06-01T10:00:10Z");
            assertThat(current.expiresAt()).isEqualTo("2026-06-01T10:01:10Z");
            assertThat(current.takenAt()).isEqualTo("2026-06-01T10:00:00Z");
            assertThat(current.beat()).isEqualTo(1);
        });

        lease.close();
        lease.close();

        assertThat(scheduler.repeated()).isEmpty();
        assertThat(store.writes()).hasSize(3);
    }

    @Test
    void noticesInTheBackgroundThatItsLeaseWasTaken() throws InterruptedException {
        HeldLease first = onLaptop().acquire(ID, "run-1");
        clusterClock.move(Duration.ofHours(1));
        onCluster().acquire(ID, "run-2");
        assertThat(first.isLost()).isFalse();

        scheduler.tick();

        assertThat(first.isLost()).isTrue();
        assertLost(first::check);
    }

    @Test
    void tellsARunThatWakesUpThatItsLeaseWasTaken() throws InterruptedException {
        HeldLease first = onLaptop().acquire(ID, "run-1");
        clusterClock.move(Duration.ofHours(1));
        onCluster().acquire(ID, "run-2");

        assertThatThrownBy(first::check)
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(JournalCode.LEASE_LOST);
                    assertThat(e.code().kind().exitCode()).isEqualTo(6);
                    assertThat(e).hasMessage("Cannot go on with tax-fix: this run's lease was taken by another run");
                    assertThat(e.where())
                            .isEqualTo(
                                    "run run-1 had epoch 1; epoch 2 is held by run run-2 of maria on cluster since 2026-06-01T11:01:00Z");
                    assertThat(e.next())
                            .isEqualTo(
                                    "Nothing more is written by this run. 'amend status tax-fix' shows what the other one does");
                });
        assertThat(first.isLost()).isTrue();
    }

    @Test
    void leavesTheLeaseOfAnotherRunAloneWhenClosed() throws InterruptedException {
        HeldLease first = onLaptop().acquire(ID, "run-1");
        clusterClock.move(Duration.ofHours(1));
        onCluster().acquire(ID, "run-2");

        first.close();

        assertThat(onLaptop().current(ID)).map(lease -> lease.holder().runId()).contains("run-2");
    }

    @Test
    void goesOnAfterAStandstillInWhichNobodyCame() throws InterruptedException {
        HeldLease lease = onLaptop().acquire(ID, "run-1");
        clock.move(Duration.ofHours(9));

        lease.check();
        scheduler.tick();

        assertHeld(() -> onLaptop().acquire(ID, "run-2"));
    }

    @Test
    void survivesAHeartbeatThatTheStoreDoesNotTake() throws InterruptedException {
        HeldLease lease = onLaptop().acquire(ID, "run-1");
        store.beforeNextWrite(() -> {
            throw StateCode.contended("lease.json", "memory", 1);
        });

        scheduler.tick();
        assertThat(lease.isLost()).isFalse();
        scheduler.tick();

        assertThat(onLaptop().current(ID)).map(Lease::beat).contains(1L);
    }

    @Test
    void takesWhatItTookAlreadyWithoutHearingOfIt() throws InterruptedException {
        onLaptop().acquire(ID, "run-1");

        HeldLease again = onLaptop().acquire(ID, "run-1");

        assertThat(again.epoch()).isEqualTo(2);
    }

    @Test
    void tellsPeopleWhetherARunSeemsAlive() throws InterruptedException {
        onLaptop().acquire(ID, "run-1");
        Lease lease = onLaptop().current(ID).orElseThrow();
        assertThat(onLaptop().seemsAlive(ID, lease)).isTrue();

        laptop.killAll();
        assertThat(onLaptop().seemsAlive(ID, lease)).isFalse();
        assertThat(onCluster().seemsAlive(ID, lease)).isTrue();

        clusterClock.move(MINUTE);
        assertThat(onCluster().seemsAlive(ID, lease)).isFalse();
    }

    @Test
    void pinsItsTimes() {
        assertThat(LeaseTimes.DEFAULTS).isEqualTo(new LeaseTimes(Duration.ofSeconds(10), Duration.ofSeconds(60)));
        assertThatThrownBy(() -> new LeaseTimes(Duration.ofSeconds(10), Duration.ofSeconds(29)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Invalid lease times: a heartbeat every PT10S needs an expiry of at least three times that, not PT29S");
    }

    private LeaseKeeper onLaptop() {
        return new LeaseKeeper(store, laptop, scheduler, clock, LeaseTimes.DEFAULTS);
    }

    private LeaseKeeper onCluster() {
        return new LeaseKeeper(store, cluster, clusterScheduler, clusterClock, LeaseTimes.DEFAULTS);
    }

    private void acquireOnCluster(String runId) {
        try {
            onCluster().acquire(ID, runId);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertHeld(ThrowingCallable action) {
        assertThatThrownBy(action)
                .asInstanceOf(type(AmendException.class))
                .extracting(AmendException::code)
                .isEqualTo(JournalCode.LEASE_HELD);
    }

    private static void assertLost(ThrowingCallable action) {
        assertThatThrownBy(action)
                .asInstanceOf(type(AmendException.class))
                .extracting(AmendException::code)
                .isEqualTo(JournalCode.LEASE_LOST);
    }
}
