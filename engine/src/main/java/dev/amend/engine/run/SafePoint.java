package dev.amend.engine.run;

import dev.amend.engine.journal.Control;
import dev.amend.engine.run.RunEnd.Stop;
import dev.amend.engine.run.RunEnd.Stopped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The place between batches where a run looks whether it may go on. */
final class SafePoint {
    /** How long a process that was asked to end goes on with the batches in flight. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<Control> control;
    private final Supplier<Optional<String>> terminationAsked;
    private final RunLimits limits;
    private final Clock clock;
    private Instant overdue = Instant.MAX;
    private int begun;

    /**
     * @param control the state that people want
     * @param terminationAsked set once this process was asked to end
     */
    SafePoint(Supplier<Control> control, Supplier<Optional<String>> terminationAsked, RunLimits limits, Clock clock) {
        this.control = control;
        this.terminationAsked = terminationAsked;
        this.limits = limits;
        this.clock = clock;
    }

    /** Counts a batch that begins. */
    void beginBatch() {
        begun++;
    }

    /** Returns why the next batch must not begin; empty if it may. */
    Optional<Stopped> stop() {
        Control wanted = control.get();
        return switch (wanted.wanted()) {
            case CANCEL -> Optional.of(new Stopped(Stop.CANCELLED, said(wanted)));
            case PAUSE -> Optional.of(new Stopped(Stop.PAUSED, said(wanted)));
            case RUN ->
                terminationAsked
                        .get()
                        .map(reason -> new Stopped(Stop.PAUSED, reason))
                        .or(this::limit);
        };
    }

    /** Returns whether the batches in flight must not be finished. */
    boolean cancelsJobs() {
        Control wanted = control.get();
        return wanted.wanted() == Control.Wanted.CANCEL
                || (wanted.wanted() == Control.Wanted.PAUSE && wanted.mode() == Control.Mode.NOW)
                || terminationIsOverdue();
    }

    /** Returns whether half a minute has passed since a request to end was first seen. */
    private synchronized boolean terminationIsOverdue() {
        Instant now = clock.instant();
        if (overdue.equals(Instant.MAX) && terminationAsked.get().isPresent()) {
            overdue = now.plus(PATIENCE);
        }
        return !now.isBefore(overdue);
    }

    private Optional<Stopped> limit() {
        if (begun >= limits.maxBatches()) {
            return Optional.of(new Stopped(Stop.LIMIT, "--max-batches %d reached".formatted(limits.maxBatches())));
        }
        return limits.stopAfter()
                .filter(moment -> !clock.instant().isBefore(moment))
                .map(moment -> new Stopped(Stop.LIMIT, "it is after %s".formatted(moment)));
    }

    private static String said(Control wanted) {
        return "%s by %s: %s".formatted(wanted.wanted(), wanted.by(), wanted.reason());
    }
}
