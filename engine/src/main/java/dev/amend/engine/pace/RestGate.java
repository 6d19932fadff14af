package dev.amend.engine.pace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rests between batches. */
public final class RestGate implements Gate {
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
    public String name() {
        return "rest";
    }

    @Override
    public Optional<String> holds() {
        return !rest.isZero() && clock.instant().isBefore(restedFrom.plus(rest))
                ? Optional.of("resting until " + restedFrom.plus(rest))
                : Optional.empty();
    }
}
