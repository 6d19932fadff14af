package dev.amend.engine.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LivePipelineGateTest {
    private static final Instant COMMIT = Instant.parse("2026-06-01T10:00:00Z");

    private static Gate gate(Optional<Instant> commit, String now) {
        return new LivePipelineGate(() -> commit, Duration.ofMinutes(15), new ManualClock(now));
    }

    @Test
    void holdsWhileSomeoneElsesCommitIsYoung() {
        Gate gate = gate(Optional.of(COMMIT), "2026-06-01T10:14:59Z");

        assertThat(gate.hold())
                .contains(new Hold(
                        "live-pipeline",
                        "someone else committed to the target at 2026-06-01T10:00:00Z; quiet for 15m is wanted",
                        Instant.parse("2026-06-01T10:15:00Z")));
    }

    @Test
    void letsGoOnceItWasQuietForLongEnough() {
        assertThat(gate(Optional.of(COMMIT), "2026-06-01T10:15:00Z").hold()).isEmpty();
    }

    @Test
    void doesNotHoldWhereNobodyElseEverCommitted() {
        assertThat(gate(Optional.empty(), "2026-06-01T10:00:00Z").hold()).isEmpty();
    }

    @Test
    void holdsForACommitOfAClockThatIsAhead() {
        assertThat(gate(Optional.of(COMMIT), "2026-06-01T09:59:00Z").hold()).isPresent();
    }

    @Test
    void looksAgainEachTime() {
        ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");
        Gate gate = new LivePipelineGate(() -> Optional.of(COMMIT), Duration.ofSeconds(1), clock);
        assertThat(gate.hold()).isPresent();

        clock.sleep(Duration.ofSeconds(1));

        assertThat(gate.hold()).isEmpty();
    }
}
