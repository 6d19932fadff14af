package dev.amend.engine.pace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands back for a live pipeline: it holds while someone else's last commit to the target is younger than a quiet time.
 * Seen from the target's own snapshots, it needs no integration.
 */
public final class LivePipelineGate implements Gate {
    private final Supplier<Optional<Instant>> lastForeignCommit;
    private final Duration quietFor;
    private final Clock clock;

    /** @param lastForeignCommit when someone else last committed to the target's main branch */
    public LivePipelineGate(Supplier<Optional<Instant>> lastForeignCommit, Duration quietFor, Clock clock) {
        this.lastForeignCommit = lastForeignCommit;
        this.quietFor = quietFor;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "live-pipeline";
    }

    @Override
    public Optional<String> holds() {
        Instant now = clock.instant();
        return lastForeignCommit
                .get()
                .filter(commit -> now.isBefore(commit.plus(quietFor)))
                .map(commit -> "someone else committed to the target at %s; quiet for %s is wanted"
                        .formatted(commit, quietFor.toString().substring(2).toLowerCase(java.util.Locale.ROOT)));
    }
}
