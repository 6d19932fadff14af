package dev.amend.reconciliation;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.checks.RangeChecks;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.pairs.RowPicks;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys: repeated, missing, moved. */
final class ComparedKeysIT extends ComparedTables {
    @Test
    void countsDuplicatesOnceAndKeepsMeasuresRight() {
        LAKE.run("drop table if exists " + TABLE);
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, amount decimal(18,2)",
                "day",
                "values (date'2024-12-02', 1, 6), (date'2024-12-02', 1, 7), (date'2024-12-02', 2, 5), (date'2024-12-02', 2, 5), (date'2024-12-02', 3, 1)",
                "values (date'2024-12-02', 1, 7), (date'2024-12-02', 1, 6), (date'2024-12-02', 2, 5), (date'2024-12-02', 3, 1)");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .measure("amount", "sum(amount)")
                        .unexplained(0, "0%")
                        .build(),
                snapshots);

        assertThat(classes(found)).isEqualTo(Map.of(RowClass.DUPLICATE, 2L, RowClass.SAME, 1L));
        assertThat(found.partitions().get(0).unexplained()).isEqualTo(1);
        assertThat(found.measures())
                .containsExactly(new MeasureFigure("amount", new BigDecimal("24.00"), new BigDecimal("19.00")));
        assertThat(failures(found))
                .as("of the two keys that the baseline has twice one is left: no failure")
                .containsExactly("row-count", "unexplained-rows", "unexplained-delta:amount");
    }

    /** Such rows are paired with nothing, so that only their order tells. */
    @Test
    void findsKeysThatAreThereTwiceOnOneSideAlone() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, amount int",
                "day",
                "values (date'2024-12-02', 1, 6), (date'2024-12-02', 3, 1), (date'2024-12-02', 3, 2)",
                "values (date'2024-12-02', 1, 6), (date'2024-12-02', 2, 5), (date'2024-12-02', 2, 5)");

        BatchReconciliation found = reconcile(keyed(TABLE).build(), snapshots);

        assertThat(classes(found)).isEqualTo(Map.of(RowClass.DUPLICATE, 2L, RowClass.SAME, 1L));
        assertThat(failures(found)).containsExactly("key-unique");
    }

    /** Every row of one side with every row of the other would be forty billion. */
    @Test
    void doesNotMultiplyRowsOfOneKey() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, amount int",
                "day",
                "select date'2024-12-02', if(id < 200000, 1, cast(id as int)), 1 from range(200010)",
                "select date'2024-12-02', if(id < 200000, 1, cast(id as int)), 2 from range(200010)");

        BatchReconciliation found =
                reconcile(keyed(TABLE).measure("amount", "sum(amount)").build(), snapshots);

        assertThat(classes(found)).isEqualTo(Map.of(RowClass.DUPLICATE, 1L, RowClass.CHANGED, 10L));
        assertThat(found.measures())
                .containsExactly(new MeasureFigure("amount", new BigDecimal("200010"), new BigDecimal("400020")));
        assertThat(failures(found)).as("the baseline has that key as often").isEmpty();
    }

    @Test
    void leavesRowsWithoutAKeyToACheckOfTheirOwn() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, amount int",
                "day",
                "values (date'2024-12-02', null, 9), (date'2024-12-02', 1, 1), (date'2024-12-03', null, 3)",
                "values (date'2024-12-02', null, 9), (date'2024-12-02', 1, 1), (date'2024-12-03', null, 4)");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .measure("amount", "sum(amount)")
                        .unexplained(0, "0")
                        .build(),
                snapshots);

        assertThat(classes(found)).isEqualTo(Map.of(RowClass.SAME, 1L));
        assertThat(found.partitions()).extracting(PartitionFigures::unexplained).startsWith(0L, 1L);
        assertThat(found.measures().get(0).after().orElseThrow()).isEqualByComparingTo("14");
        assertThat(failures(found))
                .as("the baseline has as many rows without a key")
                .containsExactly("unexplained-rows", "unexplained-delta:amount");
    }

    @Test
    void findsARowThatMovedToTheNeighbourDay() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, amount int",
                "day",
                "values (date'2024-12-02', 1, 10), (date'2024-12-02', 2, 20), (date'2024-12-03', 3, 30)",
                "values (date'2024-12-02', 1, 10), (date'2024-12-03', 2, 20), (date'2024-12-03', 3, 30)");

        BatchReconciliation byKeyWithDay = reconcile(keyed(TABLE).build(), snapshots);
        BatchReconciliation byKeyAlone = reconcile(keyed(TABLE).key("k").build(), snapshots);

        assertThat(List.of(byKeyWithDay, byKeyAlone))
                .allSatisfy(
                        found -> assertThat(classes(found)).isEqualTo(Map.of(RowClass.SAME, 2L, RowClass.MOVED, 1L)))
                .allSatisfy(found -> assertThat(found.partitions().get(1).count(RowClass.MOVED))
                        .isEqualTo(1));
        assertThat(byKeyWithDay.findings())
                .filteredOn(finding -> finding.check().equals("moved-rows"))
                .extracting(Finding::outcome, Finding::found)
                .containsExactly(tuple(Outcome.WARN, "1"));
    }

    /** It counts as explained, whichever half of it is shown. */
    @Test
    void showsBothHalvesOfAMovedRowWithTheRuleThatExplainsIt() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, amount int",
                "day",
                "values (date'2024-12-02', 2, 20)",
                "values (date'2024-12-03', 2, 20)");

        BatchReconciliation found = reconcile(
                keyed(TABLE).rule("late", "old.k is null and new.amount = 20").build(), snapshots);

        assertThat(found.samples())
                .extracting(RowView::rowClass, RowView::partition, RowView::explanation)
                .containsExactlyInAnyOrder(
                        tuple(RowClass.MOVED, "2024-12-02", "late"), tuple(RowClass.MOVED, "2024-12-03", "late"));
    }

    /** Many rows that move, and one each that goes and comes: those are what an owner has to look at. */
    @Test
    void showsRemovedAndAddedRowsAmongManyThatMoved() {
        String moving = "select date'%s' as day, cast(id as int) as k, cast(id as int) as amount from range(300)";
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, amount int",
                "day",
                moving.formatted("2024-12-02") + " union all select date'2024-12-03', 1001, 11",
                moving.formatted("2024-12-03") + " union all select date'2024-12-02', 2001, 21");

        BatchReconciliation found = reconcile(keyed(TABLE).build(), snapshots);

        assertThat(found.samples())
                .filteredOn(row -> row.rowClass() != RowClass.MOVED)
                .extracting(
                        RowView::rowClass,
                        row -> row.key().get(1).value(),
                        row -> row.cells().get(0))
                .containsExactlyInAnyOrder(
                        tuple(
                                RowClass.REMOVED,
                                "1001",
                                new RowView.Cell("amount", CellValue.of("11"), CellValue.ABSENT)),
                        tuple(
                                RowClass.ADDED,
                                "2001",
                                new RowView.Cell("amount", CellValue.ABSENT, CellValue.of("21"))));
        assertThat(found.samples())
                .filteredOn(row -> row.rowClass() == RowClass.MOVED)
                .hasSize(RowPicks.SAMPLES);
    }

    @Test
    void comparesATableWithoutAKeyAsABagOfRows() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, name string",
                "day",
                "values (date'2024-12-02', 'a'), (date'2024-12-02', 'a'), (date'2024-12-02', 'b'), (date'2024-12-02', 'd')",
                "values (date'2024-12-02', 'a'), (date'2024-12-02', 'c'), (date'2024-12-02', 'd')");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .key()
                        .measure("rows", "count(*)")
                        .unexplained(0, "0%")
                        .build(),
                snapshots);

        assertThat(classes(found)).isEqualTo(Map.of(RowClass.SAME, 2L, RowClass.ADDED, 1L, RowClass.REMOVED, 2L));
        assertThat(found.measures().get(0)).isEqualTo(new MeasureFigure("rows", new BigDecimal(4), new BigDecimal(3)));
        assertThat(found.samples())
                .filteredOn(row -> row.rowClass() == RowClass.ADDED)
                .extracting(row -> row.cells().get(row.cells().size() - 1).after())
                .containsExactly(CellValue.of("c"));
    }

    /** In each of its batches it is there once. */
    @Test
    void findsKeysThatAreInSeveralBatches() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int",
                "day",
                "values (date'2024-12-02', 1), (date'2024-12-04', 1), (date'2024-12-03', 2), (date'2024-12-03', null), (date'2024-12-04', null)",
                "values (date'2024-12-02', 1), (date'2024-12-04', 3), (date'2024-12-03', 2), (date'2024-12-04', 2), (date'2024-12-02', 3)");
        Specification daily = aSpecification()
                .of(TABLE)
                .partitionedBy("day", PartitionUnit.DAY)
                .partitionsPerBatch(1)
                .over("2024-12-02", "2024-12-04")
                .key("k")
                .build();

        assertThat(RangeChecks.areNeeded(daily)).isTrue();
        assertThat(RangeChecks.compute(
                                LAKE.session(),
                                daily,
                                snapshots.baseline(),
                                new NewRows.InShadow(snapshots.shadow()),
                                daily.sourceRange().segments())
                        .findings())
                .extracting(Finding::check, Finding::outcome, Finding::scope, Finding::found)
                .containsExactly(
                        tuple("key-unique", Outcome.FAIL, Finding.TOTAL, "1 → 2"),
                        tuple("key-unique", Outcome.PASS, Finding.TOTAL, "none"));
        assertThat(RangeChecks.areNeeded(keyed(TABLE).key("day", "k").build())).isFalse();
    }

    /** A row that moved into the range may have stayed where it was. */
    @Test
    void findsKeysThatAlsoExistOutsideOfTheRange() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int",
                "day",
                "values (date'2024-12-01', 1), (date'2024-12-02', 3), (date'2024-12-03', 4), (date'2024-12-05', 4),"
                        + " (cast(null as date), 5), (date'2024-12-01', null), (date'2024-12-01', 7), (date'2024-12-05', 7)",
                "values (date'2024-12-02', 1), (date'2024-12-02', 3), (date'2024-12-03', 4), (date'2024-12-04', 5),"
                        + " (date'2024-12-03', null), (date'2024-12-04', 7)");

        assertThat(outside(snapshots, keyed(TABLE).key("k"), "2024-12-02", "2024-12-04"))
                .isEqualTo("FAIL 3 keys more often than before: {\"k\":1,\"day\":\"2024-12-01\"},"
                        + " {\"k\":5}, {\"k\":7,\"day\":\"2024-12-01\"}");
        assertThat(outside(snapshots, keyed(TABLE).key("k").sensitive("k"), "2024-12-02", "2024-12-02"))
                .isEqualTo("FAIL 1 key more often than before: {\"k\":\"•••\",\"day\":\"2024-12-01\"}");
        assertThat(outside(snapshots, keyed(TABLE).key("k"), "2024-12-03", "2024-12-03"))
                .as("the baseline has it twice already")
                .isEqualTo("WARN 1 key, no more often than the baseline has them: {\"k\":4,\"day\":\"2024-12-05\"}");
    }

    /** Spark leaves a join out as soon as it knows that one side has no rows, and with it the order of the keys. */
    @Test
    void findsKeysThatAreThereTwiceWhereTheOtherSideIsEmpty() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, net int",
                "day",
                "select date'2024-12-02', 1, 1 where false",
                "select date'2024-12-02', cast(id % 50 as int), 1 from range(0, 1000, 1, 4)");

        BatchReconciliation found = reconcile(keyed(TABLE).build(), snapshots);

        assertThat(found.partitions().get(0).after().rows()).isEqualTo(1000);
        assertThat(found.partitions().get(0).count(RowClass.DUPLICATE)).isEqualTo(50);
    }

    private static String outside(Rewritten snapshots, SpecificationBuilder specification, String first, String last) {
        Specification over = specification
                .partitionedBy("day", PartitionUnit.DAY)
                .partitionsPerBatch(31)
                .over(first, last)
                .build();
        List<Finding> findings = RangeChecks.compute(
                        LAKE.session(),
                        over,
                        snapshots.baseline(),
                        new NewRows.InShadow(snapshots.shadow()),
                        over.sourceRange().segments())
                .findings();
        assertThat(findings)
                .hasSize(1)
                .extracting(Finding::check, Finding::scope, Finding::expected)
                .containsExactly(tuple("key-unique", Finding.TOTAL, "no key that also exists outside of the range"));
        return findings.get(0).outcome() + " " + findings.get(0).found();
    }
}
