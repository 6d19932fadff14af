package dev.amend.engine.journal;

import java.time.Duration;

/**
 * @param heartbeat how often a run shows that it is alive
 * @param expiry how long a run may be silent
 */
public record LeaseTimes(Duration heartbeat, Duration expiry) {
    public static final LeaseTimes DEFAULTS = new LeaseTimes(Duration.ofSeconds(10), Duration.ofSeconds(60));

    public LeaseTimes {
        if (heartbeat.isZero()
                || heartbeat.isNegative()
                || heartbeat.multipliedBy(3).compareTo(expiry) > 0) {
            throw new IllegalArgumentException(
                    "Invalid lease times: a heartbeat every %s needs an expiry of at least three times that, not %s"
                            .formatted(heartbeat, expiry));
        }
    }
}
