package dev.amend.engine.journal;

import java.time.Instant;

/**
 * One change, on record for good: {@code events/N-….json}.
 *
 * @param actor the person or the run
 * @param subject the batch, or empty
 * @param before what was, or empty
 */
public record EventRecord(
        Instant at, Kind kind, String subject, String before, String after, String actor, String reason) {

    /** What changed. */
    public enum Kind {
        STATUS,
        BATCH,
        CONTROL,
        PLAN
    }
}
