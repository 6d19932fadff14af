package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.journal.Control;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class OverdueTerminationTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final AtomicReference<String> asked = new AtomicReference<>();
    private final AtomicReference<Clock> clock = new AtomicReference<>(at(Duration.ZERO));
    private final SafePoint safePoint = new SafePoint(
            () -> Control.DEFAULTS, () -> Optional.ofNullable(asked.get()), RunLimits.NONE, new ClockBehind(clock));

    @Test
    void drainsForHalfAMinuteAndCancelsJobsThen() {
        clock.set(at(Duration.ofHours(1)));
        assertThat(safePoint.cancelsJobs()).as("nobody asked").isFalse();

        asked.set("SIGTERM");
        assertThat(safePoint.cancelsJobs()).as("at once").isFalse();

        clock.set(at(Duration.ofHours(1).plusSeconds(29)));
        assertThat(safePoint.cancelsJobs()).as("a second before").isFalse();

        clock.set(at(Duration.ofHours(1).plusSeconds(30)));
        assertThat(safePoint.cancelsJobs()).as("after half a minute").isTrue();
    }

    private static Clock at(Duration later) {
        return Clock.fixed(NOON.plus(later), ZoneOffset.UTC);
    }

    /** The clock that a test has put up last. */
    private static final class ClockBehind extends Clock {
        private final AtomicReference<Clock> clock;

        private ClockBehind(AtomicReference<Clock> clock) {
            this.clock = clock;
        }

        @Override
        public Instant instant() {
            return clock.get().instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
