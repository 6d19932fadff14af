package dev.amend.specs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The settings for carrying out a backfill.
 *
 * @param maxConcurrency the number of batches built at the same time
 * @param livePipeline set if the run waits for a live pipeline
 * @param restBetweenBatches the pause before the run starts another batch
 * @param releaseAfter the longest wait: a run that waits longer ends, and can be started again later
 * @param stopAfter the moment after which no batch is started
 * @param price the price of reading, for the estimate
 * @param spark session settings, {@code spark.sql.*} and scheduler only
 */
public record Execution(
        Batching batching,
        int maxConcurrency,
        Optional<LivePipeline> livePipeline,
        Duration restBetweenBatches,
        Optional<Duration> releaseAfter,
        Optional<Instant> stopAfter,
        Optional<Price> price,
        Map<String, String> spark) {

    /** The price of reading one terabyte (10¹² bytes). */
    public record Price(java.math.BigDecimal perTerabyte, String currency) {}

    /** @throws IllegalArgumentException if {@code maxConcurrency} is not between 1 and 64 */
    public Execution {
        if (maxConcurrency < 1 || maxConcurrency > 64) {
            throw new IllegalArgumentException(
                    "Invalid max_concurrency: %d is not between 1 and 64".formatted(maxConcurrency));
        }
        spark = Map.copyOf(spark);
    }
}
