package dev.amend.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.specs.Batch;
import dev.amend.specs.Batching;
import dev.amend.specs.Execution;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EstimateTest {
    private static final List<PlannedBatch> BATCHES =
            List.of(batch(0, 1_000, 2_500_000_000_000L), batch(7, 500, 500_000_000_000L));

    private static PlannedBatch batch(long start, long rows, long bytes) {
        return new PlannedBatch(new Batch(new PartitionRange(PartitionUnit.DAY, start, start + 7)), rows, bytes);
    }

    private static Execution execution(Optional<Execution.Price> price) {
        return new Execution(
                new Batching(7, Optional.empty(), Batching.Order.OLDEST_FIRST),
                1,
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                price,
                Map.of());
    }

    @Test
    void addsUpWhatTheBatchesRead() {
        Estimate estimate = Estimate.of(BATCHES, execution(Optional.empty()), Optional.empty());

        assertThat(estimate).isEqualTo(new Estimate(1_500, 3_000_000_000_000L, Optional.empty(), Optional.empty()));
    }

    @Test
    void costsByTheTerabyte() {
        Execution.Price price = new Execution.Price(new BigDecimal("5.00"), "EUR");

        assertThat(Estimate.of(BATCHES, execution(Optional.of(price)), Optional.empty())
                        .cost())
                .hasValueSatisfying(cost -> {
                    assertThat(cost.amount()).isEqualByComparingTo("15");
                    assertThat(cost.currency()).isEqualTo("EUR");
                });
    }

    @Test
    void takesAsLongAsTheProofMeasured() {
        assertThat(Estimate.of(BATCHES, execution(Optional.empty()), Optional.of(50.0))
                        .duration())
                .contains(Duration.ofSeconds(30));
    }

    @Test
    void doesNotKnowHowLongWhereTheProofHadNoRows() {
        assertThat(Estimate.of(BATCHES, execution(Optional.empty()), Optional.of(0.0))
                        .duration())
                .isEmpty();
    }
}
