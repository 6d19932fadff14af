package dev.amend.engine.journal;

import java.time.Instant;

/**
 * One change, on record for good: {@code events/N-….json}.
 *
 * @param actor the person, also of a run
 * @param run which run did it; empty if a person did
 * @param subject the batch, or empty
 * @param before what was, or empty
 */
public record EventRecord(
        Instant at, Kind kind, String subject, String before, String after, String actor, String run, String reason) {

    /** What changed. */
    public enum Kind {
        STATUS,
        BATCH,
        CONTROL,
        PLAN
    }
}
