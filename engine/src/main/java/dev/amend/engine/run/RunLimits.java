package dev.amend.engine.run;

import java.time.Instant;
import java.util.Optional;

/**
 * The limits at which one run ends before its work is done.
 *
 * @param maxBatches the largest number of batches that it starts
 * @param stopAfter no batch is started after this time
 */
public record RunLimits(int maxBatches, Optional<Instant> stopAfter) {
    public static final RunLimits NONE = new RunLimits(Integer.MAX_VALUE, Optional.empty());

    /** @throws IllegalArgumentException if {@code maxBatches} is less than one */
    public RunLimits {
        if (maxBatches < 1) {
            throw new IllegalArgumentException("Invalid --max-batches: %d is less than 1".formatted(maxBatches));
        }
    }
}
