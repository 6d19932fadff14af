package dev.amend.engine.gates;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Holds for a rest between batches. */
public final class RestGate implements Gate {
    private static final String NAME = "rest";

    private final Duration rest;
    private final Clock clock;
    private volatile Instant restedFrom = Instant.EPOCH;

    public RestGate(Duration rest, Clock clock) {
        this.rest = rest;
        this.clock = clock;
    }

    /** Starts a rest. */
    public void begin() {
        restedFrom = clock.instant();
    }

    @Override
    public Optional<Hold> hold() {
        Instant until = restedFrom.plus(rest);
        return !rest.isZero() && clock.instant().isBefore(until)
                ? Optional.of(new Hold(NAME, "resting until " + until, until))
                : Optional.empty();
    }
}
