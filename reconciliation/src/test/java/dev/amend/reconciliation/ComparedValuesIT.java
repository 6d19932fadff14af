package dev.amend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.input.PartitionFingerprints;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When values of the two sides are the same, and what is shown of those that differ. */
final class ComparedValuesIT extends ComparedTables {
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

    /** Each check passes then, since nothing was looked at. */
    @Test
    void saysThatNoColumnWasComparedWhereAllAreVolatile() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, amount int",
                "day",
                "values (date'2024-12-02', 1, 6)",
                "values (date'2024-12-02', 1, 7)");

        BatchReconciliation found =
                reconcile(keyed(TABLE).volatileColumns("amount").build(), snapshots);

        assertThat(found.findings())
                .filteredOn(finding -> finding.outcome() == Outcome.WARN)
                .extracting(Finding::sentence)
                .containsExactly(
                        "check 'compared-columns' of 2024-12-02: expected a column besides the key, found none: every other column is declared volatile");
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

    private static Fingerprint fingerprintOf(String price) {
        return fingerprintOf("decimal(38,2)", price);
    }

    private static Fingerprint fingerprintOf(String type, String price) {
        String row = "(%s)".formatted(price);
        return compare("price " + type, row, row).partitions().get(0).after();
    }
}
