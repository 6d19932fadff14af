package dev.amend.engine.plan;

import dev.amend.specs.Execution;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The estimated work, time and cost of a plan.
 *
 * @param rows read from the sources
 * @param bytes read from the sources
 * @param duration empty until {@code prove} has measured
 * @param cost empty without {@code budget.price_per_tb}
 */
public record Estimate(long rows, long bytes, Optional<Duration> duration, Optional<Cost> cost) {
    private static final BigDecimal TERABYTE = BigDecimal.valueOf(1_000_000_000_000L);

    /** An amount of money. */
    public record Cost(BigDecimal amount, String currency) {}

    /** @param rowsPerSecond the rate that {@code prove} measured for one batch at a time */
    static Estimate of(List<PlannedBatch> batches, Execution execution, Optional<Double> rowsPerSecond) {
        long rows = batches.stream().mapToLong(PlannedBatch::rows).sum();
        long bytes = batches.stream().mapToLong(PlannedBatch::bytes).sum();
        Optional<Duration> duration =
                rowsPerSecond.filter(rate -> rate > 0).map(rate -> Duration.ofMillis(Math.round(1000 * rows / rate)));
        Optional<Cost> cost = execution.price().map(price -> costOf(bytes, price));
        return new Estimate(rows, bytes, duration, cost);
    }

    private static Cost costOf(long bytes, Execution.Price price) {
        BigDecimal amount =
                price.perTerabyte().multiply(BigDecimal.valueOf(bytes)).divide(TERABYTE, 4, RoundingMode.HALF_UP);
        return new Cost(amount, price.currency());
    }
}
