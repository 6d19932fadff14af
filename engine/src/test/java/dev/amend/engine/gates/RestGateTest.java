package dev.amend.engine.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RestGateTest {
    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");

    @Test
    void doesNotHoldBeforeTheFirstBatch() {
        assertThat(new RestGate(Duration.ofSeconds(10), clock).hold()).isEmpty();
    }

    @Test
    void holdsUntilTheRestIsOver() {
        RestGate gate = new RestGate(Duration.ofSeconds(10), clock);
        gate.begin();

        clock.sleep(Duration.ofMillis(9_999));
        assertThat(gate.hold())
                .contains(
                        new Hold("rest", "resting until 2026-06-01T10:00:10Z", Instant.parse("2026-06-01T10:00:10Z")));
        clock.sleep(Duration.ofMillis(1));
        assertThat(gate.hold()).isEmpty();
    }

    @Test
    void neverHoldsWithoutARest() {
        RestGate gate = new RestGate(Duration.ZERO, clock);
        gate.begin();

        assertThat(gate.hold()).isEmpty();
    }
}
