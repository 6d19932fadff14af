package dev.amend.engine.run;

import java.time.Instant;
import java.util.Optional;

/**
 * Where one run ends besides the end of the work.
 *
 * @param maxBatches how many batches it begins at most
 * @param stopAfter no batch is begun after this moment
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
