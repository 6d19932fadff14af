package dev.amend.reconciliation;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.RowView.KeyPart;
import dev.amend.specs.AmendException;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReconcilerIT {
    private static final String TABLE = "lake.finance.compared";
    private static final Lake LAKE = Lake.open();
    private static final BatchSources REGISTERED = (session, batch) -> {};

    @Test
    void tellsNullsThatSwappedColumnsApart() {
        BatchReconciliation found = compare("a int, b int", "(1, null), (2, 7)", "(null, 1), (2, 7)");

        assertThat(found.columns())
                .extracting(
                        ColumnChange::column, ColumnChange::rows, ColumnChange::nullToValue, ColumnChange::valueToNull)
                .containsExactly(tuple("a", 1L, 0L, 1L), tuple("b", 1L, 1L, 0L));
        assertThat(classes(found)).isEqualTo(Map.of(RowClass.CHANGED, 1L, RowClass.SAME, 1L));
    }

    @Test
    void seesNullsInsideNestedValues() {
        BatchReconciliation found = compare(
                "tags array<int>, addr struct<city: string, zip: string>",
                "(array(1), named_struct('city', 'B', 'zip', null)), (array(1, null), null)",
                "(array(1, null), named_struct('city', null, 'zip', 'B')), (array(null, 1), null)");

        assertThat(found.columns())
                .extracting(ColumnChange::column, ColumnChange::rows)
                .containsExactly(tuple("addr", 1L), tuple("tags", 2L));
    }

    @Test
    void takesMapsInAnotherOrderForEqualAtAnyDepth() {
        BatchReconciliation found = compare(
                "attrs map<string, int>, deep array<struct<m: map<string, array<int>>>>",
                "(map('p', 1, 'q', 2), array(named_struct('m', map('x', array(1), 'y', array(2))))), (map('p', 1), null)",
                "(map('q', 2, 'p', 1), array(named_struct('m', map('y', array(2), 'x', array(1))))), (map('p', 2), null)");

        assertThat(found.columns())
                .extracting(ColumnChange::column, ColumnChange::rows)
                .containsExactly(tuple("attrs", 1L));
    }

    @Test
    void tellsMomentsInsideNestedValuesApartByTheMicrosecond() {
        BatchReconciliation found =
                compare("span struct<at: timestamp>, hours array<timestamp_ntz>, marks map<timestamp, int>", """
                (named_struct('at', timestamp'2025-01-01 00:00:00.000001'), array(timestamp_ntz'2025-01-01 00:00:00.000001'), map(timestamp'2025-01-01 00:00:00.000001', 1)),
                (named_struct('at', timestamp'2025-01-01 00:00:00'), array(), null)""", """
                (named_struct('at', timestamp'2025-01-01 00:00:00.000002'), array(timestamp_ntz'2025-01-01 00:00:00.000002'), map(timestamp'2025-01-01 00:00:00.000002', 1)),
                (named_struct('at', timestamp'2025-01-01 00:00:00'), array(), null)""");

        assertThat(found.columns())
                .extracting(ColumnChange::column, ColumnChange::rows)
                .containsExactlyInAnyOrder(tuple("span", 1L), tuple("hours", 1L), tuple("marks", 1L));
    }

    @Test
    void takesZeroOfEitherSignForEqualInsideNestedValues() {
        BatchReconciliation found = compare(
                "point struct<x: double, y: float>, series array<double>, rates map<string, double>",
                "(named_struct('x', -0.0D, 'y', float('NaN')), array(0.0D, null), map('a', -0.0D, 'b', 1D)), (null, array(1D), null)",
                "(named_struct('x', 0.0D, 'y', float('NaN')), array(-0.0D, null), map('b', 1D, 'a', 0.0D)), (null, array(2D), null)");

        assertThat(found.columns())
                .extracting(ColumnChange::column, ColumnChange::rows)
                .containsExactly(tuple("series", 1L));
    }

    @Test
    void comparesValuesOfNoDeclaredType() {
        String table = "lake.finance.variants";
        LAKE.run(
                "drop table if exists " + table,
                "create table %s (day date, k int, doc variant) using iceberg partitioned by (day) tblproperties ('format-version' = '3')"
                        .formatted(table),
                """
                insert into %s values (date'2024-12-02', 1, parse_json('{"a": 1, "b": [1, null]}')),
                    (date'2024-12-02', 2, parse_json('{"a": 1}')), (date'2024-12-02', 3, null)""".formatted(table));
        long baseline = LAKE.snapshot(table);
        LAKE.run("""
                insert overwrite %s values (date'2024-12-02', 1, parse_json('{"b": [1, null], "a": 1}')),
                    (date'2024-12-02', 2, parse_json('{"a": 2}')), (date'2024-12-02', 3, null)""".formatted(table));

        BatchReconciliation found = reconcile(keyed(table).build(), new Rewritten(baseline, LAKE.snapshot(table)));

        assertThat(found.columns())
                .extracting(ColumnChange::column, ColumnChange::rows)
                .containsExactly(tuple("doc", 1L));
    }

    @Test
    void takesNumbersOfAPromotedTypeForEqual() {
        String table = "lake.finance.promoted";
        LAKE.run(
                "drop table if exists " + table,
                "create table %s (day date, k int, units int, price decimal(10,2), rate float, pair struct<rate: float, units: int>) using iceberg partitioned by (day)"
                        .formatted(table),
                "insert into %s values (date'2024-12-02', 1, 5, 1.10, 0.5, named_struct('rate', 0.1, 'units', 1)), (date'2024-12-02', 2, null, 2.2, -0.0, null)"
                        .formatted(table));
        long baseline = LAKE.snapshot(table);
        LAKE.run(
                "alter table %s alter column units type bigint".formatted(table),
                "alter table %s alter column price type decimal(22,2)".formatted(table),
                "alter table %s alter column rate type double".formatted(table),
                "alter table %s alter column pair.rate type double".formatted(table),
                "alter table %s alter column pair.units type bigint".formatted(table),
                "insert overwrite %s select day, k, units, price, rate + 0.0D, pair from %s".formatted(table, table));
        Specification specification = keyed(table).build();

        BatchReconciliation found = reconcile(specification, new Rewritten(baseline, LAKE.snapshot(table)));

        assertThat(classes(found)).isEqualTo(Map.of(RowClass.SAME, 2L));
        assertThat(found.partitions().get(0).before())
                .isEqualTo(found.partitions().get(0).after());
    }

    /** Some fit into 18 digits, which are hashed otherwise than longer ones. */
    @Test
    void tellsDecimalsOfManyDigitsApart() {
        String same = "(12345678901234567890.12, 0.12345678901234567890, null), (null, null, 5)";

        BatchReconciliation found = compare(
                "long decimal(38,2), fine decimal(38,20), short decimal(19,2)",
                same + ", (9999999999999999.99, 1, null), (null, 2, 10000000000000000.00)",
                same + ", (99999999999999999.99, 1, null), (null, 2, 10000000000000000.01)");

        assertThat(found.columns())
                .extracting(ColumnChange::column, ColumnChange::rows)
                .containsExactlyInAnyOrder(tuple("long", 1L), tuple("short", 1L));
        assertThat(fingerprintOf("9999999999999999.99")).isNotEqualTo(fingerprintOf("99999999999999999.99"));
        assertThat(fingerprintOf("10000000000000000.00")).isNotEqualTo(fingerprintOf("10000000000000000.01"));
        assertThat(fingerprintOf("0")).isNotEqualTo(fingerprintOf("null"));
        // a value of eight bytes whose bytes are those of the other one's long, the other way round
        assertThat(fingerprintOf("0.16")).isNotEqualTo(fingerprintOf("11529215046068469.76"));
        assertThat(fingerprintOf("-1")).isNotEqualTo(fingerprintOf("1"));
        assertThat(fingerprintOf("100000000000000001.00")).isEqualTo(fingerprintOf("100000000000000001"));
    }

    private static Fingerprint fingerprintOf(String price) {
        return fingerprintOf("decimal(38,2)", price);
    }

    private static Fingerprint fingerprintOf(String type, String price) {
        String row = "(%s)".formatted(price);
        return compare("price " + type, row, row).partitions().get(0).after();
    }

    /** Iceberg lets a decimal grow in precision alone. */
    @ParameterizedTest
    @CsvSource({"2, 9999999999999999.99", "2, -9999999999999999.99", "18, 0.123456789012345678", "0, 999999999999999999"
    })
    void hashesADecimalAlikeWhateverItsPrecision(int scale, String price) {
        Fingerprint ofShortType = fingerprintOf("decimal(18,%d)".formatted(scale), price);

        assertThat(fingerprintOf("decimal(19,%d)".formatted(scale), price)).isEqualTo(ofShortType);
        assertThat(fingerprintOf("decimal(38,%d)".formatted(scale), price)).isEqualTo(ofShortType);
    }

    @Test
    void takesNanForNanAndNegativeZeroForZero() {
        BatchReconciliation found = compare(
                "x double, y float",
                "(double('NaN'), -0.0F), (0.0D, float('NaN')), (double('NaN'), 1F)",
                "(double('NaN'), 0.0F), (-0.0D, float('NaN')), (1.0D, 1F)");

        assertThat(found.columns())
                .extracting(ColumnChange::column, ColumnChange::rows)
                .containsExactly(tuple("x", 1L));
        assertThat(found.partitions().get(0).classes()).containsEntry(RowClass.SAME, 2L);
    }

    @Test
    void appliesTolerancesAsDifferencesNotAsRounding() {
        Rewritten snapshots = table(
                "cents decimal(18,3), score double, units bigint",
                "(1.000, 1000.0D, 10), (1.004, 1000.0D, 9223372036854775807), (1.000, double('NaN'), 10), (1, 1D, 1)",
                "(1.005, 1000.0000009D, 12), (1.010, 1000.00001D, -9223372036854775808), (1.000, 5.0D, 13), (1, double('Infinity'), 1)");
        Specification specification = keyed(TABLE)
                .tolerance("cents", "0.005", "0")
                .tolerance("score", "0", "1e-9")
                .tolerance("units", "2", "0")
                .build();

        BatchReconciliation found = reconcile(specification, snapshots);

        assertThat(found.columns())
                .extracting(ColumnChange::column, ColumnChange::rows)
                .containsExactly(tuple("cents", 1L), tuple("score", 3L), tuple("units", 2L));
        assertThat(classes(found)).isEqualTo(Map.of(RowClass.SAME, 1L, RowClass.CHANGED, 3L));
    }

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
                .containsExactly("row-count", "key-unique", "unexplained-rows", "unexplained-delta:amount");
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
        assertThat(failures(found)).containsExactly("key-unique");
    }

    /** The types have 26 and 19 digits; some of the values have more than 18, beside one that has none. */
    @Test
    void addsUpDecimalsOfManyDigits() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, net decimal(18,2), fee decimal(18,2)",
                "day",
                "values (date'2024-12-02', 1, 99999999999999.99, null), (date'2024-12-02', 2, -0.05, 1), (date'2024-12-02', 3, null, 2)",
                "values (date'2024-12-02', 1, -99999999999999.99, null), (date'2024-12-02', 2, -0.05, 1), (date'2024-12-02', 3, 1, 2)");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .measure("large", "sum(net * 1000000)")
                        .measure("fees", "sum(fee + 1)")
                        .measure("net", "sum(net)")
                        .measure("more", "sum(net + 1)")
                        .build(),
                snapshots);

        assertThat(found.measures())
                .extracting(
                        MeasureFigure::name,
                        figure -> figure.before().toPlainString(),
                        figure -> figure.after().toPlainString())
                .containsExactly(
                        tuple("large", "99999999999999940000.00", "-99999999999999040000.00"),
                        tuple("fees", "5.00", "5.00"),
                        tuple("net", "99999999999999.94", "-99999999999999.04"),
                        tuple("more", "100000000000001.94", "-99999999999996.04"));
        assertThat(classes(found)).isEqualTo(Map.of(RowClass.SAME, 1L, RowClass.CHANGED, 2L));
    }

    @Test
    void addsUpMeasuresOfWhichATermHasNoValue() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, gross int, tax int",
                "day",
                "values (date'2024-12-02', 1, 100, null), (date'2024-12-02', 2, 50, 10)",
                "values (date'2024-12-02', 1, 100, null), (date'2024-12-02', 2, 50, 20)");

        BatchReconciliation found =
                reconcile(keyed(TABLE).measure("net", "sum(gross) - sum(tax)").build(), snapshots);

        assertThat(found.measures())
                .containsExactly(new MeasureFigure("net", new BigDecimal("140"), new BigDecimal("130")));
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
        assertThat(found.measures().get(0).after()).isEqualByComparingTo("14");
        assertThat(failures(found)).containsExactly("key-not-null", "unexplained-rows", "unexplained-delta:amount");
    }

    @Test
    void joinsWithEqualsAndAggregatesByHash() {
        Rewritten snapshots =
                table("name string, tags array<string>, amount double", "('a', null, 1D)", "('b', null, 2D)");
        Specification specification =
                keyed(TABLE).measure("amount", "sum(amount)").build();

        BatchReconciliation found = reconcile(specification, snapshots);
        TargetColumns columns = TargetColumns.of(
                specification,
                TargetTable.at(LAKE.session(), specification, snapshots.baseline())
                        .schema());
        String plan = LAKE.session()
                .sql(
                        found.sql().get(0),
                        columns.bounds(specification.batches().get(0).range()))
                .queryExecution()
                .executedPlan()
                .toString();

        assertThat(found.sql().get(0)).contains("on old.`day` = new.`day` and old.`k` = new.`k`");
        assertThat(plan).contains("HashAggregate").doesNotContain("SortAggregate", "ObjectHashAggregate");
        assertThat(plan.split("Exchange hashpartitioning", -1)).hasSize(3);
    }

    /** What pairs rows as they are relies on it. */
    @Test
    void mergesRowsInTheOrderOfTheirKeysWithoutBringingThemTogetherFirst() {
        Rewritten snapshots = table("name string, amount double", "('a', 1D)", "('b', 2D)");
        Specification specification = keyed(TABLE).build();
        TargetColumns columns = TargetColumns.of(
                specification,
                TargetTable.at(LAKE.session(), specification, snapshots.baseline())
                        .schema());
        Comparison comparison =
                new Comparison(specification, columns, List.of(), KeyValues.ANY, Pairing.BY_ROW, new TreeMap<>());
        Pairing.BY_ROW.register(LAKE.session());

        String plan = LAKE.session()
                .sql(
                        comparison.statement(
                                snapshots.baseline(), new NewRows.InShadow(snapshots.shadow()), JobScale.DISTRIBUTED),
                        comparison.parameters(specification.batches().get(0).range()))
                .queryExecution()
                .executedPlan()
                .toString();

        assertThat(plan).contains("SortMergeJoin").doesNotContain("Aggregate", "Window");
        assertThat(plan.split("Exchange hashpartitioning", -1)).hasSize(3);
        assertThat(plan.split(" Sort \\[", -1)).hasSize(3);
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

    @Test
    void explainsRowsByTheFirstRuleThatHolds() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, status string, net decimal(18,2)",
                "day",
                "values (date'2024-12-02', 1, 'EU', 100), (date'2024-12-02', 2, 'US', 100), (date'2024-12-02', 3, 'EU', 100), (date'2024-12-02', 5, 'EU', 3)",
                "values (date'2024-12-02', 1, 'EU', 81), (date'2024-12-02', 2, 'US', 81), (date'2024-12-02', 3, 'EU', 100), (date'2024-12-02', 4, 'EU', 81)");
        Specification specification = keyed(TABLE)
                .measure("net", "sum(net)", "-20% to -10%", Measure.Per.BATCH)
                .rule("tax-of-eu", "new.status = 'EU' and new.net = 81")
                .rule("withdrawn", "new.k is null and old.net < 5")
                .unexplained(0, "0%")
                .build();

        BatchReconciliation found = reconcile(specification, snapshots);

        assertThat(found.partitions().get(0).explained()).isEqualTo(Map.of("tax-of-eu", 1L, "withdrawn", 1L));
        assertThat(found.partitions().get(0).unexplained()).isEqualTo(2);
        assertThat(found.contributions())
                .extracting(
                        Contribution::cause,
                        Contribution::rows,
                        contribution -> contribution.delta().intValueExact())
                .containsExactlyInAnyOrder(
                        tuple("added, unexplained", 1L, 81),
                        tuple("removed, rule:withdrawn", 1L, -3),
                        tuple("rule:tax-of-eu", 1L, -19),
                        tuple("unexplained", 1L, -19));
        assertThat(failures(found)).containsExactly("measure:net", "unexplained-rows", "unexplained-delta:net");
        assertThat(found.topDeltas().get(0).row().key())
                .containsExactly(new KeyPart("day", "2024-12-02"), new KeyPart("k", "4"));
    }

    @Test
    void showsTextsOfTheRowsThatDiffer() {
        BatchReconciliation found = compare(
                "name string, tags array<string>, raw binary",
                "('old name', array('x', null), X'00FF')",
                "('new \"name\"', null, X'00FE')");

        assertThat(found.samples().get(0).cells())
                .containsExactly(
                        new RowView.Cell("name", CellValue.of("old name"), CellValue.of("new \"name\"")),
                        new RowView.Cell("raw", CellValue.of("00FF"), CellValue.of("00FE")),
                        new RowView.Cell("tags", CellValue.of("[\"x\",null]"), CellValue.NULL));
    }

    @Test
    void showsHowMuchNumbersChanged() {
        BatchReconciliation found = compare(
                "amount decimal(38,2), share double, visits int, code string, ratio float",
                "(99999999999999999999999999999999999.99, 0.1, 7, '17', float('nan'))",
                "(-99999999999999999999999999999999999.99, 0.3, null, '18', 1.5)");

        assertThat(found.samples().get(0).cells())
                .extracting(RowView.Cell::column, RowView.Cell::delta)
                .containsExactly(
                        tuple("amount", Optional.of(new BigDecimal("-199999999999999999999999999999999999.98"))),
                        tuple("code", Optional.empty()),
                        tuple("ratio", Optional.empty()),
                        tuple("share", Optional.of(new BigDecimal("0.2"))),
                        tuple("visits", Optional.empty()));
    }

    /** The key does not hold the partition: key 1 is in three batches, and leaves one of them for the next. */
    @Test
    void findsOfBatchesComparedTogetherWhatItFindsOfEachOnItsOwn() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, net decimal(18,2), name string",
                "day",
                "values (date'2024-12-02', 1, 10, 'a'), (date'2024-12-03', 2, 20, 'b'), (date'2024-12-09', 1, 30, 'c'), (date'2024-12-09', 3, 7, 'd')",
                "values (date'2024-12-02', 1, 11, 'a'), (date'2024-12-03', 2, 20, 'x'), (date'2024-12-09', 3, 7, 'd'), (date'2024-12-16', 1, 30, 'c')");
        Specification specification = aSpecification()
                .of(TABLE)
                .over("2024-12-02", "2024-12-22")
                .partitionedBy("day", PartitionUnit.DAY)
                .key("k")
                .measure("net", "sum(net)", "0%", Measure.Per.PARTITION)
                .measure("keys", "count(distinct k)")
                .sourceTotal("net", "sum(net)", "select sum(net) from ledger where day >= :from")
                .build();
        BatchSources ledger = (session, batch) -> session.table(TABLE)
                .where("day >= date_from_unix_date(%d) and day < date_from_unix_date(%d)"
                        .formatted(batch.range().start(), batch.range().end()))
                .createOrReplaceTempView("ledger");
        List<BatchInput> inputs = specification.batches().stream()
                .map(batch -> new BatchInput(
                        batch,
                        snapshots.baseline(),
                        new NewRows.InShadow(snapshots.shadow()),
                        Map.of("from", LocalDate.ofEpochDay(batch.range().start())),
                        1))
                .toList();
        Reconciler reconciler = new Reconciler(specification, ledger);

        List<BatchReconciliation> together =
                reconciler.reconcile(LAKE.session(), new BatchGroup(inputs, new NewRows.InShadow(snapshots.shadow())));

        assertThat(together).hasSize(3).allMatch(BatchReconciliation::failed);
        assertThat(together.get(1).findings().stream().filter(Finding::failed))
                .extracting(Finding::check)
                .containsExactly("row-count", "measure:net", "measure:net");
        assertThat(together)
                .isEqualTo(inputs.stream()
                        .map(input -> reconciler.reconcile(LAKE.session(), input))
                        .toList());
    }

    @Test
    void refusesASourceTotalOfMoreThanOneRowOrColumn() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE, "day date, k int", "day", "values (date'2024-12-02', 1)", "values (date'2024-12-02', 1)");

        assertThatThrownBy(() -> reconcile(
                        keyed(TABLE)
                                .sourceTotal("keys", "sum(k)", "select * from values (1), (2)")
                                .build(),
                        snapshots))
                .hasMessageContaining("source total keys: its query returned several rows, not one number");
        assertThatThrownBy(() -> reconcile(
                        keyed(TABLE)
                                .sourceTotal("keys", "sum(k)", "select 1, 2")
                                .build(),
                        snapshots))
                .hasMessageContaining("source total keys: its query returned 2 columns, not one number");
    }

    @Test
    void checksSourceTotalsRequiredColumnsAndMeasuresThatDoNotAddUp() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, net decimal(18,2)",
                "day",
                "values (date'2024-12-02', 1, 10), (date'2024-12-02', 2, 30), (date'2024-12-03', 1, 5)",
                "values (date'2024-12-02', 1, 10), (date'2024-12-02', 2, null), (date'2024-12-03', 1, 5)");
        LAKE.session().sql("select 16.0D as gross").createOrReplaceTempView("events");
        Specification specification = keyed(TABLE)
                .measure("average", "avg(net)", "0%", Measure.Per.BATCH)
                .measure("keys", "count(distinct k)")
                .required("net")
                .sourceTotal("net", "sum(net)", "select sum(gross) from events where :batch_start = date'2024-12-02'")
                .sourceTotal("most", "max(net)", "select 10")
                .build();
        BatchInput input = new BatchInput(
                specification.batches().get(0),
                snapshots.baseline(),
                new NewRows.InShadow(snapshots.shadow()),
                Map.of("batch_start", LocalDate.of(2024, 12, 2)),
                1);

        BatchReconciliation found = new Reconciler(specification, REGISTERED).reconcile(LAKE.session(), input);

        assertThat(found.measures().get(0)).satisfies(average -> {
            assertThat(average.before()).isEqualByComparingTo("15");
            assertThat(average.after()).isEqualByComparingTo("7.5");
        });
        assertThat(found.measures().get(1)).isEqualTo(new MeasureFigure("keys", new BigDecimal(2), new BigDecimal(2)));
        assertThat(found.findings().stream().filter(Finding::failed))
                .extracting(Finding::check, Finding::expected, Finding::found)
                .containsExactly(
                        tuple("required:net", "no null", "0 → 1"),
                        tuple("measure:average", "0%", "15 → 7.50 (-50.00%)"),
                        tuple("source-total:net", "16", "15"));
        assertThat(RangeTotals.compute(
                                LAKE.session(),
                                specification,
                                snapshots.baseline(),
                                new NewRows.InShadow(snapshots.shadow()),
                                specification.sourceRange().segments())
                        .measures())
                .isEqualTo(found.measures());
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

        assertThat(RangeTotals.areNeeded(daily)).isTrue();
        assertThat(RangeTotals.compute(
                                LAKE.session(),
                                daily,
                                snapshots.baseline(),
                                new NewRows.InShadow(snapshots.shadow()),
                                daily.sourceRange().segments())
                        .findings())
                .extracting(Finding::check, Finding::outcome, Finding::scope, Finding::found)
                .containsExactly(tuple("key-unique", Outcome.FAIL, Finding.TOTAL, "1 → 2"));
        assertThat(RangeTotals.areNeeded(keyed(TABLE).key("day", "k").build())).isFalse();
    }

    @Test
    void showsStatementsThatRunAsTheyStand() {
        Rewritten snapshots = table("net double", "(1.0D), (2.0D)", "(1.0D), (3.0D)");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .tolerance("net", "0.001", "1e-9")
                        .measure("average", "avg(net)")
                        .check("own", Severity.FAIL, "select 1 as one")
                        .build(),
                snapshots);

        assertThat(found.sql())
                .hasSize(3)
                .allSatisfy(
                        statement -> assertThat(LAKE.session().sql(statement).collectAsList())
                                .isNotEmpty());
        assertThat(LAKE.session()
                        .sql(found.sql().get(0))
                        .where("amend_detail is not null")
                        .collectAsList())
                .hasSize(1);
    }

    @Test
    void saysWhereAMeasureIsNoNumber() {
        Rewritten snapshots = table("score double", "(1.0D), (double('NaN'))", "(2.0D), (double('NaN'))");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .measure("total", "sum(score)", "0 to 5", Measure.Per.BATCH)
                        .measure("average", "avg(score)", "0%", Measure.Per.BATCH)
                        .sourceTotal("source", "sum(score)", "select 2D")
                        .build(),
                snapshots);

        assertThat(found.measures().get(0))
                .isEqualTo(new MeasureFigure("total", new BigDecimal("1.0"), new BigDecimal("2.0")));
        assertThat(found.findings().stream().filter(finding -> finding.check().startsWith("finite:")))
                .extracting(Finding::check, Finding::outcome, Finding::found)
                .containsExactly(
                        tuple("finite:total", Outcome.WARN, "1 → 1 rows, left out"),
                        tuple("finite:source-total:source", Outcome.WARN, "1 → 1 rows, left out"),
                        tuple("finite:average", Outcome.FAIL, "2 → 2 partitions and totals"));
    }

    /** Only what is computed in floating point has noise. */
    @Test
    void tellsLargeExactFiguresApartByOne() {
        Rewritten snapshots = table("id bigint", "(10000000000)", "(10000000001)");

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .measure("newest", "max(id)", "0 to 0", Measure.Per.BATCH)
                        .sourceTotal("newest", "max(id)", "select 10000000000")
                        .build(),
                snapshots);

        assertThat(found.findings().stream().filter(Finding::failed))
                .extracting(Finding::check, Finding::expected, Finding::found)
                .containsExactly(
                        tuple("measure:newest", "0", "10,000,000,000 → 10,000,000,001 (+0.00000001%)"),
                        tuple("source-total:newest", "10,000,000,000", "10,000,000,001"));
    }

    @Test
    void bindsContentByTheSameFingerprintEverywhere() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, name string, recalculated_at timestamp",
                "day",
                "values (date'2024-12-02', 1, 'a', timestamp'2026-01-01'), (date'2024-12-03', 2, null, null)",
                "values (date'2024-12-02', 1, 'a', timestamp'2026-06-06'), (date'2024-12-03', 2, 'b', null)");
        Specification specification = keyed(TABLE).build();

        BatchReconciliation found = reconcile(specification, snapshots);
        SortedMap<Long, Fingerprint> after = PartitionFingerprints.of(
                LAKE.session(),
                specification,
                snapshots.shadow(),
                specification.sourceRange().range());

        assertThat(found.partitions().stream()
                        .filter(partition -> partition.after().rows() > 0)
                        .collect(Collectors.toMap(PartitionFigures::ordinal, PartitionFigures::after)))
                .isEqualTo(after);
        assertThat(found.partitions().get(0).before())
                .isEqualTo(found.partitions().get(0).after());
        assertThat(found.partitions().get(1).before())
                .isNotEqualTo(found.partitions().get(1).after());
    }

    @Test
    void fingerprintsSeeRowsThatAreThereTwice() {
        Specification specification = keyed(TABLE).build();
        Dataset<Row> once = LAKE.session().sql("select date'2024-12-02' as day, 1 as k, 'a' as name");
        Dataset<Row> thrice = once.unionAll(once).unionAll(once);

        Fingerprint one = PartitionFingerprints.of(once, specification).get(20059L);
        Fingerprint three = PartitionFingerprints.of(thrice, specification).get(20059L);

        assertThat(three.xor()).isEqualTo(one.xor());
        assertThat(three).isNotEqualTo(one).isEqualTo(new Fingerprint(3, one.xor(), 3 * one.sum()));
        assertThat(KeyCount.of(thrice, specification)).isEqualTo(new KeyCount(3, 1, 0));
        assertThat(KeyCount.of(once, specification).unique()).isTrue();
    }

    @Test
    void comparesMoreColumnsThanABitmapHolds() {
        String columns = IntStream.range(0, 130).mapToObj(i -> "c" + i + " int").collect(Collectors.joining(", "));
        String values = IntStream.range(0, 130).mapToObj(Integer::toString).collect(Collectors.joining(", ", "(", ")"));

        BatchReconciliation found = compare(
                columns,
                values,
                values.replace(" 62,", " -62,").replace(" 63,", " -63,").replace(" 129)", " null)"));

        assertThat(found.columns()).extracting(ColumnChange::column).containsExactlyInAnyOrder("c62", "c63", "c129");
        assertThat(found.columns().get(0).deltas()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void readsHoursOfTimestampsInUtcWhateverTheSessionSays() {
        LAKE.session().conf().set("spark.sql.session.timeZone", "America/New_York");
        try {
            Rewritten snapshots = LAKE.rewritten(
                    TABLE,
                    "at timestamp, k int, v int",
                    "hours(at)",
                    "values (timestamp'2024-12-02 05:59:59Z', 1, 1), (timestamp'2024-12-02 06:00:00Z', 2, 1), (timestamp'2024-12-02 08:00:00Z', 3, 1)",
                    "values (timestamp'2024-12-02 05:59:59Z', 1, 1), (timestamp'2024-12-02 06:00:00Z', 2, 2), (timestamp'2024-12-02 08:00:00Z', 3, 9)");
            Specification specification = keyed(TABLE)
                    .key("k")
                    .partitionedBy("at", PartitionUnit.HOUR)
                    .over("2024-12-02T05", "2024-12-02T07")
                    .build();

            assertThat(reconcile(specification, snapshots).partitions())
                    .extracting(
                            PartitionFigures::partition,
                            partition -> partition.after().rows(),
                            partition -> partition.count(RowClass.CHANGED))
                    .containsExactly(
                            tuple("2024-12-02T05", 1L, 0L),
                            tuple("2024-12-02T06", 1L, 1L),
                            tuple("2024-12-02T07", 0L, 0L));
        } finally {
            LAKE.session().conf().unset("spark.sql.session.timeZone");
        }
    }

    @Test
    void namesThePieceOfTheSpecificationThatSparkRefuses() {
        Rewritten snapshots = table("net int", "(1)", "(2)");

        assertThatThrownBy(() -> reconcile(
                        keyed(TABLE)
                                .measure("net", "sum(net)")
                                .rule("typo", "new.nett = 1")
                                .build(),
                        snapshots))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith("Cannot evaluate rule typo 'new.nett = 1': [UNRESOLVED_COLUMN");
        assertThatThrownBy(
                        () -> reconcile(keyed(TABLE).measure("net", "summ(net)").build(), snapshots))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith("Cannot evaluate measure net 'summ(net)': [UNRESOLVED_ROUTINE");
        assertThatThrownBy(() -> reconcile(keyed(TABLE).unchanged("gross").build(), snapshots))
                .isInstanceOf(AmendException.class)
                .hasMessage(
                        "Cannot compare lake.finance.compared: validation.unchanged names column 'gross', which the table has not");
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

    @Test
    void namesTheMeasureOrRuleThatAValueCanNotBeComputedFor() {
        Rewritten snapshots = table("net int, parts int", "(1, 1)", "(2, 0)");

        assertThatThrownBy(() -> reconcile(
                        keyed(TABLE)
                                .measure("net", "sum(net)")
                                .rule("other", "new.net = 1")
                                .rule("split", "new.net / new.parts = 1")
                                .build(),
                        snapshots))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith(
                        "Cannot compute rule split 'new.net / new.parts = 1' for batch 2024-12-02: [DIVIDE_BY_ZERO]");
        assertThatThrownBy(() -> reconcile(
                        keyed(TABLE).measure("share", "sum(net / parts)").build(), snapshots))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith("Cannot compute measure share 'sum(net / parts)' for batch ");
    }

    @Test
    void doesNotQuoteASensitiveValueThatARuleCanNotBeComputedFor() {
        Rewritten snapshots = table("name string", "('secret-7')", "('secret-8')");
        Specification specification = keyed(TABLE)
                .sensitive("name")
                .rule("number", "cast(new.name as int) = 1")
                .build();

        Throwable failure = catchThrowable(() -> reconcile(specification, snapshots));

        assertThat(failure).hasMessageContaining("Cannot compute rule number").hasMessageContaining("is withheld");
        assertThat(stackTrace(failure)).doesNotContain("secret-");
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Compares two lists of rows of one day; the key counts them. */
    private static BatchReconciliation compare(String columns, String before, String after) {
        return reconcile(keyed(TABLE).build(), table(columns, before, after));
    }

    private static Rewritten table(String columns, String before, String after) {
        return LAKE.rewritten(
                TABLE, "day date, k int, " + columns, "day", numbered(columns, before), numbered(columns, after));
    }

    /** The rows of a values list, numbered in their order by the key. */
    private static String numbered(String columns, String rows) {
        String names = String.join(", ", StructType.fromDDL(columns).fieldNames());
        StringBuilder numbered = new StringBuilder();
        int row = 0;
        int depth = 0;
        for (int i = 0; i < rows.length(); i++) {
            char c = rows.charAt(i);
            boolean opensRow = c == '(' && depth == 0;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            numbered.append(opensRow ? "(date'2024-12-02', %d, ".formatted(++row) : c);
        }
        return "select * from values %s as t(day, k, %s)".formatted(numbered, names);
    }

    private static SpecificationBuilder keyed(String table) {
        return aSpecification()
                .of(table)
                .partitionedBy("day", PartitionUnit.DAY)
                .key("day", "k");
    }

    private static BatchReconciliation reconcile(Specification specification, Rewritten snapshots) {
        return new Reconciler(specification, REGISTERED).reconcile(LAKE.session(), snapshots.firstBatch(specification));
    }

    private static Map<RowClass, Long> classes(BatchReconciliation found) {
        return found.partitions().stream()
                .flatMap(partition -> partition.classes().entrySet().stream())
                .filter(entry -> entry.getValue() != 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }

    private static List<String> failures(BatchReconciliation found) {
        return found.failures().stream().map(Finding::check).distinct().toList();
    }
}
