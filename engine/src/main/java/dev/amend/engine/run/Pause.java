package dev.amend.engine.run;

import dev.amend.engine.gates.Gate;
import dev.amend.engine.gates.Hold;
import dev.amend.engine.gates.RestGate;
import dev.amend.engine.gates.Sleeper;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.journal.Wait;
import dev.amend.engine.observe.RunListener;
import dev.amend.engine.run.RunEnd.Stop;
import dev.amend.engine.run.RunEnd.Stopped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Waits before a batch while a gate holds, and reports what it waits for. */
final class Pause {
    /** How often a run that waits looks whether a person wants something else. */
    private static final Duration LOOK_AROUND = Duration.ofMillis(250);
    /** A shorter wait is not worth a word, nor a change of state. */
    private static final Duration WORTH_SAYING = Duration.ofSeconds(3);

    private final List<Gate> gates;
    private final RestGate rest;
    private final Optional<Duration> releaseAfter;
    private final RunJournal journal;
    private final RunListener listener;
    private final Sleeper sleeper;
    private final Clock clock;

    Pause(
            List<Gate> gates,
            RestGate rest,
            Optional<Duration> releaseAfter,
            RunJournal journal,
            RunListener listener,
            Sleeper sleeper,
            Clock clock) {
        this.gates = List.copyOf(gates);
        this.rest = rest;
        this.releaseAfter = releaseAfter;
        this.journal = journal;
        this.listener = listener;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    /**
     * Returns when no gate holds, when the run is halting, or why the run stops instead.
     *
     * @param stop asked before and while waiting
     * @param isHalting asked while waiting: whether a batch in flight failed
     */
    Optional<Stopped> untilNothingHolds(Supplier<Optional<Stopped>> stop, BooleanSupplier isHalting)
            throws InterruptedException {
        Instant since = clock.instant();
        Optional<Stopped> stopped = stop.get();
        List<Hold> holds = stopped.isPresent() ? List.of() : holds();
        boolean said = false;

        while (!holds.isEmpty() && stopped.isEmpty() && !isHalting.getAsBoolean()) {
            Duration waited = Duration.between(since, clock.instant());
            if (!said && waited.compareTo(WORTH_SAYING) >= 0) {
                journal.waitFor(holds.stream()
                        .map(hold -> new Wait(hold.gate(), hold.reason()))
                        .toList());
                listener.waiting(holds);
                said = true;
            }

            stopped = tooLong(waited, holds).or(stop);
            if (stopped.isEmpty()) {
                sleeper.sleep(LOOK_AROUND);
                holds = isTimeToLookAgain(holds) ? holds() : holds;
            }
        }

        if (said && holds.isEmpty()) {
            Duration waited = Duration.between(since, clock.instant());
            journal.transition(BackfillState.RUNNING, "waited for " + waited.toSeconds() + " s");
            listener.goesOn(waited);
        }
        rest.begin();
        return stopped;
    }

    /** All gates are asked then: one that did not hold before may hold now. */
    private boolean isTimeToLookAgain(List<Hold> holds) {
        Instant now = clock.instant();
        return holds.stream().anyMatch(hold -> !now.isBefore(hold.lookAgainAt()));
    }

    private Optional<Stopped> tooLong(Duration waited, List<Hold> holds) {
        return releaseAfter
                .filter(limit -> waited.compareTo(limit) > 0)
                .map(limit -> new Stopped(
                        Stop.WAITED_TOO_LONG,
                        "waited longer than release_after (%s) for %s"
                                .formatted(limit.toString().substring(2).toLowerCase(Locale.ROOT), described(holds))));
    }

    private List<Hold> holds() {
        return Stream.concat(gates.stream(), Stream.of(rest))
                .flatMap(gate -> gate.hold().stream())
                .toList();
    }

    private static String described(List<Hold> holds) {
        return holds.stream().map(hold -> hold.gate() + ": " + hold.reason()).collect(Collectors.joining("\n"));
    }
}
