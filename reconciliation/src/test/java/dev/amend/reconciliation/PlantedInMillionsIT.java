package dev.amend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.specs.Measure;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Defects that are too small to show in any figure of the whole: as {@link PlantedDefectsIT}, in large tables. */
@Tag("alone")
final class PlantedInMillionsIT {
    private static final String MILLIONS = "lake.finance.planted_millions";
    private static final String TENANTS = "lake.finance.planted_tenants";
    private static final Lake LAKE = Lake.open();
    private static final Planting PLANTING = new Planting(LAKE);

    @BeforeAll
    static void baseline() {
        create(MILLIONS, 5_000_000, 500);
        create(TENANTS, 500_000, 50);
    }

    private static void create(String table, int rows, int rowsOfATenant) {
        LAKE.run("drop table if exists " + table, """
                create table %s (day date, k bigint, tenant string, net decimal(12,2)) using iceberg partitioned by (day)""".formatted(table), """
                insert into %s
                select date_add(date'2024-12-02', cast(id %% 7 as int)), id, concat('t', id div %d), cast(id %% 1000 as decimal(12,2))
                from range(%d)""".formatted(table, rowsOfATenant, rows));
    }

    @Test
    void oneCentInOneOfFiveMillionRowsIsFound() {
        Specification specification = Planting.exactly(MILLIONS)
                .over("2024-12-02", "2024-12-08")
                .measure("revenue", "sum(net)", "0%", Measure.Per.BATCH)
                .build();

        assertThat(PLANTING.reported(
                        specification,
                        PLANTING.planted(MILLIONS, List.of("update {t} set net = net + 0.01 where k = 3141592"))))
                .containsExactly(
                        "measure:revenue of 2024-12-02: 2,497,500,000 → 2,497,500,000.01 (+0.0000000004%)",
                        "unexplained-rows of 2024-12-02: 1",
                        "unexplained-delta:revenue of 2024-12-02: +0.01 (+0.0000000004%)");
    }

    /** Every limit on the whole lets one row in ten thousand pass. An own check may ask for each tenant. */
    @Test
    void aTenantThatIsAllWrongIsFoundThoughTheTableIs9999PercentEqual() {
        Specification specification = Planting.exactly(TENANTS)
                .over("2024-12-02", "2024-12-08")
                .measure("revenue", "sum(net)", "-0.1% to 0.1%", Measure.Per.PARTITION)
                .unexplained(100, "-0.1% to 0.1%")
                .check("every-tenant", Severity.FAIL, """
                        select tenant, changed, all_rows, delta
                        from (
                            select old.tenant as tenant, count(*) as changed, sum(new.net - old.net) as delta
                            from changes
                            group by old.tenant
                        )
                        join (select tenant, count(*) as all_rows from old group by tenant) using (tenant)
                        where changed > 0.001 * all_rows""")
                .build();

        BatchReconciliation found = PLANTING.reconciliation(
                specification,
                specification.batches().get(0),
                PLANTING.planted(TENANTS, List.of("update {t} set net = net + 100 where tenant = 't4711'")));

        assertThat(found.partitions().stream().mapToLong(day -> day.count(RowClass.CHANGED)))
                .as("changed rows of each day")
                .containsExactly(8L, 7L, 7L, 7L, 7L, 7L, 7L);
        assertThat(found.partitions().stream()
                        .mapToLong(day -> day.count(RowClass.SAME))
                        .sum())
                .isEqualTo(499_950);
        assertThat(found.findings().stream().filter(finding -> finding.outcome() == Outcome.PASS))
                .extracting(Planting::line)
                .contains(
                        "measure:revenue of 2024-12-02: 249,750,000 → 249,755,000 (+0.002%)",
                        "unexplained-rows of 2024-12-02: 50",
                        "unexplained-delta:revenue of 2024-12-02: +5,000 (+0.002%)");
        assertThat(Planting.notPassed(found))
                .containsExactly(
                        "check:every-tenant of 2024-12-02: 1 row: {\"tenant\":\"t4711\",\"changed\":50,\"all_rows\":50,\"delta\":5000.00}");
    }
}
