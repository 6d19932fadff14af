package dev.amend.engine.gates;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Waits for a live pipeline: it holds while someone else's last commit to the target is younger than a quiet time. It
 * reads the target's own snapshots, so it needs no integration.
 */
public final class LivePipelineGate implements Gate {
    private static final String NAME = "live-pipeline";

    private final Supplier<Optional<Instant>> lastForeignCommit;
    private final Duration quietFor;
    private final Clock clock;

    /** @param lastForeignCommit the time when someone else last committed to the target's main branch */
    public LivePipelineGate(Supplier<Optional<Instant>> lastForeignCommit, Duration quietFor, Clock clock) {
        this.lastForeignCommit = lastForeignCommit;
        this.quietFor = quietFor;
        this.clock = clock;
    }

    /** Another commit in the meantime can only make the wait longer: the target is not asked before. */
    @Override
    public Optional<Hold> hold() {
        Instant now = clock.instant();
        return lastForeignCommit
                .get()
                .filter(commit -> now.isBefore(commit.plus(quietFor)))
                .map(commit -> new Hold(NAME, reason(commit), commit.plus(quietFor)));
    }

    private String reason(Instant commit) {
        return "someone else committed to the target at %s; quiet for %s is wanted"
                .formatted(commit, quietFor.toString().substring(2).toLowerCase(Locale.ROOT));
    }
}
