package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.gates.Gate;
import dev.amend.engine.gates.Hold;
import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.gates.RestGate;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.LeaseKeeper;
import dev.amend.engine.journal.LeaseTimes;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.journal.Scheduler;
import dev.amend.engine.journal.ThisMachine;
import dev.amend.engine.observe.RunListener;
import dev.amend.engine.run.RunEnd.Stop;
import dev.amend.engine.run.RunEnd.Stopped;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.specs.BackfillId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PauseTest {
    private static final BackfillId ID = new BackfillId("tax-fix");
    private static final Supplier<Optional<Stopped>> NEVER = Optional::empty;

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");
    private final List<String> told = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private HeldLease lease;
    private Journal journal;
    private RunJournal held;

    @BeforeEach
    void begin() throws InterruptedException {
        LocalStateStore store = new LocalStateStore(dir);
        lease = new LeaseKeeper(store, new ThisMachine(), new NoHeartbeat(), clock, LeaseTimes.DEFAULTS)
                .acquire(ID, "run-1");
        journal = new Journals(store, clock).openOrNew(ID);
        held = journal.heldBy(lease);
        held.transition(BackfillState.RUNNING, "");
    }

    @AfterEach
    void end() {
        lease.close();
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

    private final class Told implements RunListener {
        @Override
        public void waiting(List<Hold> holds) {
            told.add("waiting for " + holds.stream().map(Hold::gate).collect(Collectors.joining(", ")));
        }

        @Override
        public void goesOn(Duration waited) {
            told.add("goes on after " + waited.toSeconds() + " s");
        }
    }

    /** Holds until a moment. */
    private Gate until(String name, String moment) {
        Instant end = Instant.parse(moment);
        return () -> {
            asked.add(name);
            return clock.instant().isBefore(end)
                    ? Optional.of(new Hold(name, "not before noon", end))
                    : Optional.empty();
        };
    }

    private Pause pause(Duration rest, Optional<Duration> releaseAfter, Gate... gates) {
        return new Pause(List.of(gates), new RestGate(rest, clock), releaseAfter, held, new Told(), clock, clock);
    }

    private List<String> moves() {
        return journal.events().stream()
                .map(event -> event.before() + " > " + event.after())
                .toList();
    }

    @Test
    void goesOnAtOnceWhereNothingHolds() throws InterruptedException {
        assertThat(pause(Duration.ZERO, Optional.empty()).untilNothingHolds(NEVER, () -> false))
                .isEmpty();

        assertThat(clock.instant()).isEqualTo("2026-06-01T10:00:00Z");
        assertThat(told).isEmpty();
    }

    @Test
    void saysNothingOfAShortWait() throws InterruptedException {
        Pause pause = pause(Duration.ZERO, Optional.empty(), until("window", "2026-06-01T10:00:02Z"));

        assertThat(pause.untilNothingHolds(NEVER, () -> false)).isEmpty();

        assertThat(clock.instant()).isEqualTo("2026-06-01T10:00:02Z");
        assertThat(told).isEmpty();
        assertThat(moves()).containsExactly("READY > RUNNING");
    }

    @Test
    void saysForWhatItWaitsAndThatItGoesOn() throws InterruptedException {
        Pause pause = pause(
                Duration.ZERO,
                Optional.empty(),
                until("window", "2026-06-01T10:01:00Z"),
                until("probe", "2026-06-01T10:00:30Z"));

        assertThat(pause.untilNothingHolds(NEVER, () -> false)).isEmpty();

        assertThat(told).containsExactly("waiting for window, probe", "goes on after 60 s");
        assertThat(moves()).containsExactly("READY > RUNNING", "RUNNING > WAITING", "WAITING > RUNNING");
        assertThat(journal.status().reason()).isEqualTo("waited for 60 s");
    }

    @Test
    void keepsOnRecordWhatItWaitsFor() throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        Pause pause = pause(
                Duration.ZERO,
                Optional.empty(),
                until("window", "2026-06-01T10:01:00Z"),
                until("probe", "2026-06-01T10:01:00Z"));

        pause.untilNothingHolds(
                () -> {
                    reasons.add(journal.status().reason());
                    return Optional.empty();
                },
                () -> false);

        assertThat(reasons.get(reasons.size() - 1)).isEqualTo("window: not before noon\nprobe: not before noon");
    }

    @Test
    void stopsWithCode75WhenItWaitedLongerThanReleaseAfter() throws InterruptedException {
        Pause pause =
                pause(Duration.ZERO, Optional.of(Duration.ofMinutes(30)), until("window", "2026-06-01T12:00:00Z"));

        Optional<Stopped> stopped = pause.untilNothingHolds(NEVER, () -> false);

        assertThat(stopped)
                .contains(new Stopped(
                        Stop.WAITED_TOO_LONG, "waited longer than release_after (30m) for window: not before noon"));
        assertThat(clock.instant()).isBetween("2026-06-01T10:30:00Z", "2026-06-01T10:30:01Z");
    }

    @Test
    void stopsWhileItWaitsWithoutSayingThatItGoesOn() throws InterruptedException {
        Pause pause = pause(Duration.ZERO, Optional.empty(), until("window", "2026-06-01T12:00:00Z"));
        Stopped wanted = new Stopped(Stop.PAUSED, "PAUSE by olga: month end");

        Optional<Stopped> stopped = pause.untilNothingHolds(
                () -> clock.instant().isBefore(Instant.parse("2026-06-01T10:05:00Z"))
                        ? Optional.empty()
                        : Optional.of(wanted),
                () -> false);

        assertThat(stopped).contains(wanted);
        assertThat(clock.instant()).isEqualTo("2026-06-01T10:05:00Z");
        assertThat(told).hasSize(1).first().asString().startsWith("waiting for ");
    }

    @Test
    void asksAGateAgainWhenItSaysSo() throws InterruptedException {
        Pause pause = pause(
                Duration.ZERO,
                Optional.empty(),
                until("window", "2026-06-01T10:01:00Z"),
                until("probe", "2026-06-01T10:00:30Z"));

        pause.untilNothingHolds(NEVER, () -> false);

        assertThat(asked).containsExactly("window", "probe", "window", "probe", "window", "probe");
    }

    @Test
    void asksAGateThatDidNotHoldOnceTheOthersLetGo() throws InterruptedException {
        List<Instant> answers = new ArrayList<>();
        Gate late = () -> {
            answers.add(clock.instant());
            Instant end = Instant.parse("2026-06-01T10:02:00Z");
            boolean holds = answers.size() > 1 && clock.instant().isBefore(end);
            return holds ? Optional.of(new Hold("late", "a commit came in", end)) : Optional.empty();
        };

        pause(Duration.ZERO, Optional.empty(), until("window", "2026-06-01T10:01:00Z"), late)
                .untilNothingHolds(NEVER, () -> false);

        assertThat(clock.instant()).isEqualTo("2026-06-01T10:02:00Z");
    }

    @Test
    void endsWithoutAWordOnceABatchInFlightFailed() throws InterruptedException {
        Pause pause = pause(Duration.ZERO, Optional.empty(), until("window", "2026-06-01T12:00:00Z"));

        assertThat(pause.untilNothingHolds(
                        NEVER, () -> !clock.instant().isBefore(Instant.parse("2026-06-01T10:00:05Z"))))
                .isEmpty();

        assertThat(clock.instant()).isEqualTo("2026-06-01T10:00:05Z");
        assertThat(told).containsExactly("waiting for window");
    }

    @Test
    void restsBetweenTwoBatches() throws InterruptedException {
        Pause pause = pause(Duration.ofSeconds(2), Optional.empty());
        pause.untilNothingHolds(NEVER, () -> false);
        assertThat(clock.instant()).isEqualTo("2026-06-01T10:00:00Z");

        pause.untilNothingHolds(NEVER, () -> false);

        assertThat(clock.instant()).isEqualTo("2026-06-01T10:00:02Z");
        assertThat(told).isEmpty();
    }

    @Test
    void stopsWithoutAskingAGateIfThatIsWanted() throws InterruptedException {
        Stopped paused = new Stopped(Stop.PAUSED, "month end");
        Gate unasked = () -> {
            throw new AssertionError("The gate was asked");
        };

        assertThat(pause(Duration.ZERO, Optional.empty(), unasked)
                        .untilNothingHolds(() -> Optional.of(paused), () -> false))
                .contains(paused);
    }
}
