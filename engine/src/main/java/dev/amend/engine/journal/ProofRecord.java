package dev.amend.engine.journal;

import java.time.Duration;
import java.time.Instant;

/**
 * What building one partition twice showed: {@code proof.json}.
 *
 * @param duration of one of the two builds
 * @param passed whether both built the same
 */
public record ProofRecord(
        String specificationDigest,
        String partition,
        long rows,
        long bytes,
        Duration duration,
        double rowsPerSecond,
        boolean passed,
        Instant at) {}
