package dev.amend.engine.journal;

import java.time.Instant;

/**
 * One permanently recorded change: {@code events/N-….json}.
 *
 * @param actor the person, including the one who started the run
 * @param run the run that made the change; empty if a person did
 * @param subject the batch, or empty
 * @param before the value before the change, or empty
 */
public record EventRecord(
        Instant at, Kind kind, String subject, String before, String after, String actor, String run, String reason) {

    /** The kind of change. */
    public enum Kind {
        STATUS,
        BATCH,
        CONTROL,
        DECISION,
        PLAN
    }
}
