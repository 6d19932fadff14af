package dev.amend.engine.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RestGateTest {
    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");

    @Test
    void doesNotHoldBeforeTheFirstBatch() {
        assertThat(new RestGate(Duration.ofSeconds(10), clock).holds()).isEmpty();
    }

    @Test
    void holdsUntilTheRestIsOver() {
        RestGate gate = new RestGate(Duration.ofSeconds(10), clock);
        gate.begin();

        clock.sleep(Duration.ofMillis(9_999));
        assertThat(gate.holds()).contains("resting until 2026-06-01T10:00:10Z");
        clock.sleep(Duration.ofMillis(1));
        assertThat(gate.holds()).isEmpty();
    }

    @Test
    void neverHoldsWithoutARest() {
        RestGate gate = new RestGate(Duration.ZERO, clock);
        gate.begin();

        assertThat(gate.holds()).isEmpty();
        assertThat(gate.name()).isEqualTo("rest");
    }
}
