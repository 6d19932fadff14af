package dev.amend.engine.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.PlanRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EtaTest {
    private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");

    private static PlanRecord plan(long... bytes) {
        List<PlanRecord.PlannedBatch> batches = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            batches.add(new PlanRecord.PlannedBatch("b" + i, "b" + i, "b" + i, 1, 10, bytes[i]));
        }
        return new PlanRecord(
                "digest",
                "finance.revenue",
                "uuid",
                0,
                0,
                2,
                new PlanRecord.Baseline(1, START),
                batches,
                Map.of(),
                List.of(),
                START,
                "1",
                START,
                1);
    }

    /** In flight for a minute, of which 20 seconds were reconciliation. */
    private static BatchRecord done(int batch, Duration after) {
        return BatchRecord.due("b" + batch)
                .building(START.plus(after))
                .built(1, 10, 10, Duration.ofSeconds(40))
                .reconciled(1, BatchRecord.FindingCounts.NONE, Duration.ofSeconds(20));
    }

    private static List<BatchRecord> batches(int all, BatchRecord... done) {
        List<BatchRecord> batches = new ArrayList<>(List.of(done));
        for (int i = done.length; i < all; i++) {
            batches.add(BatchRecord.due("b" + i));
        }
        return batches;
    }

    @Test
    void measuresUntilThreeBatchesAreThrough() {
        PlanRecord plan = plan(999, 999, 999, 999);

        assertThat(Eta.of(plan, batches(4))).isEqualTo("measuring");
        assertThat(Eta.of(plan, batches(4, done(0, Duration.ZERO), done(1, Duration.ofMinutes(1)))))
                .isEqualTo("measuring");
    }

    @Test
    void isARangeByTheBytesToGo() {
        BatchRecord[] done = {done(0, Duration.ZERO), done(1, Duration.ofMinutes(1)), done(2, Duration.ofMinutes(2))};

        assertThat(Eta.of(plan(999, 999, 999, 999), batches(4, done))).isEqualTo("60s to 90s".replace("90s", "2m"));
        assertThat(Eta.of(plan(999, 999, 999, 5_999), batches(4, done))).isEqualTo("6m to 9m");
        assertThat(Eta.of(plan(999, 999, 999, 299_999), batches(4, done))).isEqualTo("5h to 8h");
    }

    @Test
    void leavesOutTimeInWhichNoBatchWasInFlight() {
        BatchRecord[] afterANight = {done(0, Duration.ZERO), done(1, Duration.ofHours(9)), done(2, Duration.ofHours(30))
        };

        assertThat(Eta.of(plan(999, 999, 999, 999), batches(4, afterANight))).isEqualTo("60s to 2m");
    }

    @Test
    void countsBatchesThatOverlapOnce() {
        BatchRecord[] together = {done(0, Duration.ZERO), done(1, Duration.ZERO), done(2, Duration.ofSeconds(30))};

        assertThat(Eta.of(plan(999, 999, 999, 999), batches(4, together))).isEqualTo("30s to 45s");
    }

    @Test
    void progressIsByBytesAndNeverMoreThanAll() {
        PlanRecord plan = plan(99, 299, 599);

        assertThat(Eta.progress(plan, batches(3))).isZero();
        assertThat(Eta.progress(plan, batches(3, done(0, Duration.ZERO)))).isEqualTo(0.1);
        BatchRecord[] all = {done(0, Duration.ZERO), done(1, Duration.ZERO), done(2, Duration.ZERO)};
        assertThat(Eta.progress(plan, batches(3, all))).isEqualTo(1.0);
        assertThat(Eta.progress(plan, List.of(all[0], all[0], all[1], all[2]))).isEqualTo(1.0);
    }

    @Test
    void batchesThatReadNothingCountAsWell() {
        assertThat(Eta.progress(plan(0, 0), batches(2, done(0, Duration.ZERO)))).isEqualTo(0.5);
        assertThat(Eta.progress(plan(), List.of())).isZero();
    }

    @Test
    void aBatchThatIsOnlyBuiltIsNotDone() {
        BatchRecord built = BatchRecord.due("b0").building(START).built(1, 10, 10, Duration.ofSeconds(1));

        assertThat(Eta.progress(plan(5, 5), batches(2, built))).isZero();
    }
}
