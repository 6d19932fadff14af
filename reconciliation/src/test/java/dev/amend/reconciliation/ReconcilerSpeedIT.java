package dev.amend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.specs.Batch;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;

final class ReconcilerSpeedIT {
    private static final String ROWS = """
            select date_add(date'2024-12-02', cast(id div 1000 as int)), id %% 1000,
                cast(id * 31 %% 10000 as decimal(18, 2)), %s, timestamp'2026-06-01', 'x'
            from range(0, 140000)""";

    @Test
    void comparesABatchInAHandfulOfJobs() {
        Lake lake = Lake.open();
        Rewritten snapshots = lake.rewritten(
                "lake.finance.speed",
                "revenue_date date, merchant_id bigint, gross_revenue decimal(28,2), net_revenue decimal(28,2), recalculated_at timestamp, issue string",
                "revenue_date",
                ROWS.formatted("cast(id * 31 % 10000 as decimal(18, 2))"),
                ROWS.formatted("cast(id * 31 % 10000 * 0.81 as decimal(18, 2))"));
        lake.session()
                .sql("select 1000 * count(*) as gross from lake.finance.speed")
                .createOrReplaceTempView("events");
        Specification specification = SpecificationBuilder.aSpecification()
                .of("lake.finance.speed")
                .over("2024-12-02", "2025-04-20")
                .measure("revenue", "sum(net_revenue)", "-25% to -15%", Measure.Per.PARTITION)
                .measure("gross", "sum(gross_revenue)", "0%", Measure.Per.BATCH)
                .unchanged("gross_revenue")
                .rule("tax-taken-out", "new.net_revenue = cast(old.net_revenue * 0.81 as decimal(18, 2))")
                .unexplained(0, "0%")
                .build();
        AtomicInteger jobs = new AtomicInteger();
        lake.session().sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
                jobs.incrementAndGet();
            }
        });
        Reconciler reconciler = new Reconciler(specification);

        List<Long> millis = new ArrayList<>();
        List<BatchReconciliation> results = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (Batch batch : specification.batches()) {
                LocalDate start = LocalDate.ofEpochDay(batch.range().start());
                long before = System.nanoTime();
                results.add(reconciler.reconcile(
                        lake.session().newSession(),
                        new BatchInput(batch, snapshots.baseline(), snapshots.shadow(), Map.of("batch_start", start))));
                millis.add((System.nanoTime() - before) / 1_000_000);
            }
        }

        System.out.println("ms per batch " + millis + ", jobs per batch " + jobs.get() / (double) millis.size());
        System.out.println(ReconciliationJson.write(results.get(0)).substring(0, 3000));
        System.out.println(results.get(0).sql().get(0));
        assertThat(results).noneMatch(BatchReconciliation::failed);
        assertThat(jobs.get()).isLessThanOrEqualTo(4 * millis.size());
    }
}
