package dev.amend.reconciliation;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What became of one key, as the report of its batch counts it. */
final class KeyLookupIT {
    private static final Lake LAKE = Lake.open();
    private static final String DAILY = "lake.finance.looked_up_daily";
    private static final String ORDERS = "lake.finance.looked_up_orders";
    private static final String COLUMNS =
            "revenue_date date, merchant_id string, net decimal(12,2), gross decimal(12,2), rate double, tags array<int>, recalculated_at timestamp";

    private static final Map<String, KeyComparison> FOUND = new TreeMap<>();

    private static Rewritten daily = new Rewritten(0, 0);
    private static Rewritten orders = new Rewritten(0, 0);

    private static final Specification BY_DAY = aSpecification()
            .of(DAILY)
            .measure("net", "sum(net)")
            .tolerance("net", "0.01", "0")
            .rule("tax-taken-out", "new.net = new.gross - 10")
            .rule("gone", "new.net is null")
            .rule("ones", "new.gross = 1")
            .build();
    private static final Specification BY_ORDER = aSpecification()
            .of(ORDERS)
            .key("order_id")
            .partitionedBy("day", BY_DAY.sourceRange().unit())
            .build();

    @BeforeAll
    static void writesBothSides() {
        daily = LAKE.rewritten(DAILY, COLUMNS, "revenue_date", """
                values (date'2024-12-02', 'almost',  5.00, 5.00, 0.5D, array(1), timestamp'2025-01-01 00:00:00'),
                       (date'2024-12-02', 'taxed', 100.00, 100.00, double('NaN'), array(1, null), null),
                       (date'2024-12-02', 'odd''; drop table x; --', 7.00, 7.00, 1D, null, null),
                       (date'2024-12-02', 'removed', 8.00, 8.00, 1D, null, null),
                       (date'2024-12-02', 'mover',   9.00, 9.00, 1D, null, null),
                       (date'2024-12-03', 'twice',   1.00, 1.00, 1D, null, null)""", """
                values (date'2024-12-02', 'almost',  5.01, 5.00, 0.5D, array(1), timestamp'2026-01-01 00:00:00'),
                       (date'2024-12-02', 'taxed',  90.00, 100.00, double('NaN'), array(1, null), null),
                       (date'2024-12-02', 'odd''; drop table x; --', 6.50, 7.00, 1D, null, null),
                       (date'2024-12-04', 'mover',   9.00, 9.00, 1D, null, null),
                       (date'2024-12-02', 'added',   9.00, 11.00, 1D, null, null),
                       (date'2024-12-03', 'twice',   1.00, 1.00, 1D, null, null),
                       (date'2024-12-03', 'twice',   2.00, 1.00, 1D, null, null)""");
        orders = LAKE.rewritten(
                ORDERS,
                "day date, order_id int, net decimal(12,2), recalculated_at timestamp",
                "day",
                "values (date'2024-12-02', 1, 5.00, null), (date'2024-12-03', 2, 5.00, null)",
                "values (date'2024-12-05', 1, 4.00, null), (date'2024-12-03', 2, 5.00, null)");
        List.of("almost", "taxed", "odd'; drop table x; --", "x' or '1' = '1", "added", "removed", "mover")
                .forEach(merchant -> lookUp("2024-12-02", merchant));
        lookUp("2024-12-03", "twice");
        lookUp("2024-12-04", "mover");
    }

    private static BatchInput small(Rewritten snapshots, Specification specification) {
        BatchInput input = snapshots.firstBatch(specification);
        return new BatchInput(input.batch(), input.baselineSnapshot(), input.newRows(), Map.of(), 0);
    }

    private static void lookUp(String day, String merchant) {
        Map<String, Object> key = Map.of("revenue_date", LocalDate.parse(day), "merchant_id", merchant);
        FOUND.put(merchant + " " + day, lookup(BY_DAY).compare(small(daily, BY_DAY), key));
    }

    private static KeyLookup lookup(Specification specification) {
        return new KeyLookup(LAKE.session(), specification);
    }

    private static KeyComparison found(String key) {
        return Optional.ofNullable(FOUND.get(key)).orElseThrow();
    }

    @Test
    void aChangedRowHasItsRuleAndWhatDiffers() {
        KeyComparison found = found("taxed 2024-12-02");

        assertThat(found.rowClass()).contains(RowClass.CHANGED);
        assertThat(found.rule()).contains("tax-taken-out");
        assertThat(found.differing()).containsExactly("net");
        ShownRow before = found.before().only().orElseThrow();
        assertThat(before.cells().keySet())
                .containsExactly("revenue_date", "merchant_id", "net", "gross", "rate", "tags", "recalculated_at");
        assertThat(before.cells())
                .containsEntry("revenue_date", CellValue.of("2024-12-02"))
                .containsEntry("net", CellValue.of("100.00"))
                .containsEntry("rate", CellValue.of("NaN"))
                .containsEntry("tags", CellValue.of("[1,null]"))
                .containsEntry("recalculated_at", CellValue.NULL);
        assertThat(before.numbers()).containsOnlyKeys("net", "gross");
        assertThat(found.after().only().orElseThrow().numbers()).containsEntry("net", new BigDecimal("90.00"));
    }

    @Test
    void aValueIsNoPartOfTheStatement() {
        assertThat(found("odd'; drop table x; -- 2024-12-02").rowClass()).contains(RowClass.CHANGED);
        assertThat(found("odd'; drop table x; -- 2024-12-02").isUnexplained()).isTrue();

        KeyComparison nobody = found("x' or '1' = '1 2024-12-02");
        assertThat(nobody.rowClass()).isEmpty();
        assertThat(nobody.before().count() + nobody.after().count()).isZero();
    }

    @Test
    void toleranceAndVolatileColumnsCountAsInTheReport() {
        KeyComparison almost = found("almost 2024-12-02");

        assertThat(almost.rowClass()).contains(RowClass.SAME);
        assertThat(almost.differing()).isEmpty();
        assertThat(almost.isUnexplained()).isFalse();
        ShownRow after = almost.after().only().orElseThrow();
        assertThat(after.cells())
                .containsEntry("net", CellValue.of("5.01"))
                .containsEntry("recalculated_at", CellValue.of("2026-01-01T00:00:00Z"));
    }

    @Test
    void aRowOnOneSideHasNothingBesideIt() {
        KeyComparison added = found("added 2024-12-02");
        assertThat(added.rowClass()).contains(RowClass.ADDED);
        assertThat(added.before().count()).isZero();
        assertThat(added.after().count()).isEqualTo(1);
        assertThat(added.differing()).isEmpty();

        assertThat(found("removed 2024-12-02").rule()).contains("gone");
    }

    @Test
    void rowsThatAreThereTwiceAreShownUnpaired() {
        KeyComparison twice = found("twice 2024-12-03");

        assertThat(twice.rowClass()).contains(RowClass.DUPLICATE);
        assertThat(twice.before().count()).isEqualTo(1);
        assertThat(twice.after().rows())
                .extracting(row -> row.cells().get("net").text())
                .containsExactly("1.00", "2.00");
        assertThat(twice.rule())
                .as("no rule speaks of rows that can't be paired")
                .isEmpty();
        assertThat(twice.isUnexplained()).isFalse();
    }

    @Test
    void aRowThatTookAnotherPartitionInItsKeyMoved() {
        KeyComparison gone = found("mover 2024-12-02");
        assertThat(gone.rowClass()).contains(RowClass.MOVED);
        assertThat(gone.elsewhere()).contains("2024-12-04");
        assertThat(gone.after().count()).isZero();

        assertThat(found("mover 2024-12-04").elsewhere()).contains("2024-12-02");
        assertThat(gone.rule())
                .as("as where it is now")
                .isEqualTo(found("mover 2024-12-04").rule());
    }

    @Test
    void countsEachKeyAsTheReportOfTheBatchDoes() {
        BatchReconciliation report =
                new Reconciler(BY_DAY, (session, batch) -> {}).reconcile(LAKE.session(), small(daily, BY_DAY));

        assertThat(report.samples()).hasSize(7);
        for (RowView sample : report.samples()) {
            String name =
                    sample.key().get(1).value() + " " + sample.key().get(0).value();
            assertThat(found(name).rowClass()).as(name).contains(sample.rowClass());
        }
        assertThat(FOUND.values().stream().filter(KeyComparison::isUnexplained).count())
                .as("the moved row was looked up at both of its places")
                .isEqualTo(report.partitions().stream()
                                .mapToLong(PartitionFigures::unexplained)
                                .sum()
                        + 1
                        - differingDuplicates());
    }

    /** Unlike the figure for people who look at one key, the report's has duplicates among the unexplained. */
    private static long differingDuplicates() {
        return 1;
    }

    @Test
    void aKeyWithoutItsPartitionIsFoundAndSeenToMove() {
        Map<String, Object> key = Map.of("order_id", 1);
        KeyLookup lookup = lookup(BY_ORDER);

        assertThat(lookup.partitionsBefore(orders.baseline(), key))
                .containsExactly(LocalDate.parse("2024-12-02").toEpochDay());
        assertThat(lookup.partitionsAfter(orders.shadow(), key))
                .containsExactly(LocalDate.parse("2024-12-05").toEpochDay());
        assertThat(lookup.partitionsAfter(orders.shadow(), Map.of("order_id", 3)))
                .isEmpty();

        KeyComparison moved = lookup.compare(small(orders, BY_ORDER), key);
        assertThat(moved.rowClass()).contains(RowClass.MOVED);
        assertThat(moved.differing()).contains("net", "day");
        assertThat(moved.elsewhere()).isEqualTo(Optional.empty());
    }

    @Test
    void moreRowsThanAPersonReadsAreCounted() {
        String table = "lake.finance.looked_up_many";
        Rewritten many = LAKE.rewritten(
                table,
                COLUMNS,
                "revenue_date",
                "select date'2024-12-02', 'a', id, id, 1D, null, null from range(0, 8, 1, 2)",
                "values (date'2024-12-02', 'a', 1.00, 1.00, 1D, null, null)");
        Specification specification = aSpecification().of(table).build();

        KeySide before = lookup(specification)
                .before(
                        many.baseline(),
                        specification.batches().get(0),
                        Map.of("revenue_date", LocalDate.parse("2024-12-02"), "merchant_id", "a"));

        assertThat(before.count()).isEqualTo(8);
        assertThat(before.rows())
                .extracting(row -> row.cells().get("net").text())
                .isEqualTo(List.of("0.00", "1.00", "2.00", "3.00", "4.00"));
    }
}
