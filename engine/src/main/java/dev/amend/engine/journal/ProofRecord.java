package dev.amend.engine.journal;

import java.time.Duration;
import java.time.Instant;

/**
 * The result of building one partition twice: {@code proof.json}.
 *
 * @param duration the duration of the build that was measured
 * @param passed whether every check of the proof passed
 */
public record ProofRecord(
        String specificationDigest,
        String partition,
        long rows,
        long bytes,
        Duration duration,
        double rowsPerSecond,
        boolean passed,
        Instant at) {

    /** Returns whether this proof failed, and {@code later} passed only for another partition. */
    boolean outweighs(ProofRecord later) {
        return !passed
                && later.passed()
                && specificationDigest.equals(later.specificationDigest())
                && !partition.equals(later.partition());
    }
}
