package dev.amend.specs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a backfill is carried out.
 *
 * @param maxConcurrency how many batches are built at the same time
 * @param livePipeline set if the run stands back for a live pipeline
 * @param restBetweenBatches how long the run rests before it starts another batch
 * @param releaseAfter waiting longer than this ends the run, to be tried again later
 * @param stopAfter no batch is started after this moment
 * @param price what reading costs, for the estimate
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

    /** What one terabyte (10¹² bytes) read costs. */
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
