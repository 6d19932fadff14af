package dev.amend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.BatchSources;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.specs.Batch;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.metrics.source.CodegenMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

final class ReconcilerSpeedIT {
    private static final BatchSources REGISTERED = (session, batch) -> {};
    private static final String ROWS = """
            select date_add(date'2024-12-02', cast(id div 1000 as int)), id %% 1000,
                cast(id * 31 %% 10000 as decimal(18, 2)), %s, timestamp'2026-06-01', 'FIN-2841'
            from range(0, 56000)""";

    @Test
    void comparesSmallBatchesInOneQueryThatIsCompiledOnce() {
        Lake lake = Lake.open();
        Rewritten snapshots = lake.rewritten(
                "lake.finance.speed",
                "revenue_date date, merchant_id bigint, gross_revenue decimal(28,2), net_revenue decimal(28,2), recalculated_at timestamp, issue string",
                "revenue_date",
                ROWS.formatted("cast(id * 31 % 10000 as decimal(18, 2))"),
                ROWS.formatted("cast(id * 31 % 10000 * 0.81 as decimal(18, 2))"));
        Specification specification = specification();
        List<Batch> batches = specification.batches();
        AtomicInteger jobs = countJobs(lake.session());
        Reconciler reconciler = new Reconciler(specification, REGISTERED);
        batches.subList(0, 2).forEach(batch -> reconcile(reconciler, lake, batch, snapshots));
        long compiledBefore = CodegenMetrics.METRIC_COMPILATION_TIME().getCount();
        jobs.set(0);

        List<Long> millis = new ArrayList<>();
        List<BatchReconciliation> results = new ArrayList<>();
        for (Batch batch : batches) {
            long start = System.nanoTime();
            results.add(reconcile(reconciler, lake, batch, snapshots));
            millis.add((System.nanoTime() - start) / 1_000_000);
        }

        Collections.sort(millis);
        System.out.printf(
                "reconcile: 14,000 rows a batch, median %d ms, from %d to %d ms, %.1f jobs%n",
                millis.get(millis.size() / 2),
                millis.get(0),
                millis.get(millis.size() - 1),
                jobs.get() / (double) millis.size());
        assertThat(results).hasSize(8).noneMatch(BatchReconciliation::failed);
        assertThat(jobs.get()).as("jobs").isLessThanOrEqualTo(3 * batches.size());
        assertThat(CodegenMetrics.METRIC_COMPILATION_TIME().getCount() - compiledBefore)
                .as("generated classes after the first two batches")
                .isZero();
    }

    private static BatchReconciliation reconcile(Reconciler reconciler, Lake lake, Batch batch, Rewritten snapshots) {
        SparkSession session = lake.session().newSession();
        return reconciler.reconcile(
                session,
                new BatchInput(batch, snapshots.baseline(), new NewRows.InShadow(snapshots.shadow()), Map.of(), 1));
    }

    private static AtomicInteger countJobs(SparkSession session) {
        AtomicInteger jobs = new AtomicInteger();
        session.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
                jobs.incrementAndGet();
            }
        });
        return jobs;
    }

    private static Specification specification() {
        return SpecificationBuilder.aSpecification()
                .of("lake.finance.speed")
                .over("2024-12-02", "2025-01-26")
                .measure("revenue", "sum(net_revenue)", "-25% to -15%", Measure.Per.PARTITION)
                .measure("gross", "sum(gross_revenue)", "0%", Measure.Per.BATCH)
                .unchanged("gross_revenue")
                .rule("tax-taken-out", "new.net_revenue = cast(old.net_revenue * 0.81 as decimal(18, 2))")
                .unexplained(0, "0%")
                .build();
    }
}
