package dev.amend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.specs.TableId;
import dev.amend.specs.error.AmendException;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots are read with the columns that their table has today, whenever they were committed. */
final class ColumnsOfTodayIT extends ComparedTables {

    @Test
    void seesTheValuesOfAColumnThatWasAddedAfterTheBaseline() {
        long baseline = made("net decimal(12,2)", "(date'2024-12-02', 1, 10), (date'2024-12-02', 2, 20)");
        alter("add column tax decimal(12,2)");
        LAKE.run("insert overwrite %s values (date'2024-12-02', 1, 10, 2), (date'2024-12-02', 2, 20, null)"
                .formatted(TABLE));

        BatchReconciliation found = reconcile(
                keyed(TABLE)
                        .measure("taxes", "sum(tax)")
                        .rule("filled", "old.tax is null and new.tax is not null")
                        .unexplained(0, "0%")
                        .build(),
                new Rewritten(baseline, LAKE.snapshot(TABLE)));

        assertThat(found.columns())
                .extracting(ColumnChange::column, ColumnChange::rows, ColumnChange::nullToValue)
                .containsExactly(tuple("tax", 1L, 1L));
        assertThat(found.findings())
                .filteredOn(finding -> finding.outcome() == Outcome.FAIL)
                .isEmpty();
    }

    @Test
    void comparesWhatIsInBothSnapshotsUnderTheNamesAndTypesOfToday() {
        String rows = "(date'2024-12-02', 1, 10, 'a', 0.5), (date'2024-12-02', 2, null, 'b', -0.0)";
        Rewritten snapshots = new Rewritten(made("units int, note string, rate float", rows), overwritten(rows));
        alter("rename column note to remark");
        alter("alter column units type bigint");
        alter("alter column rate type double");
        alter("add column late string");

        BatchReconciliation found =
                reconcile(keyed(TABLE).measure("units", "sum(units)").build(), snapshots);

        assertThat(classes(found)).isEqualTo(Map.of(RowClass.SAME, 2L));
        assertThat(found.sql().get(0))
                .contains("`note` as `remark`", "cast(null as STRING) as `late`", "version as of");
    }

    @Test
    void leavesOutAColumnThatWasDroppedAndDoesNotTakeItForALaterOneOfItsName() {
        long baseline = made("note string, net int", "(date'2024-12-02', 1, 'old', 1)");
        long shadow = overwritten("(date'2024-12-02', 1, 'other', 1)");
        alter("drop column note");
        assertThat(classes(reconcile(keyed(TABLE).build(), new Rewritten(baseline, shadow))))
                .isEqualTo(Map.of(RowClass.SAME, 1L));

        alter("add column note string");
        assertThat(classes(reconcile(keyed(TABLE).build(), new Rewritten(baseline, shadow))))
                .isEqualTo(Map.of(RowClass.SAME, 1L));
        assertThat(today().at(baseline).select("note").first().isNullAt(0)).isTrue();
    }

    /** Each row: what happens to the table, and what the old row is then. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add column pair.c int                     | {1, x, null} | [{2, y}] | {k -> {3, z}}",
                "rename column pair.a to z                 | {1, x}       | [{2, y}] | {k -> {3, z}}",
                "drop column pair.a                        | {x}          | [{2, y}] | {k -> {3, z}}",
                "alter column pair.a type bigint           | {1, x}       | [{2, y}] | {k -> {3, z}}",
                "alter column pair.b first                 | {x, 1}       | [{2, y}] | {k -> {3, z}}",
                "add column list.element.c int             | {1, x}       | [{2, y, null}] | {k -> {3, z}}",
                "rename column list.element.a to z         | {1, x}       | [{2, y}] | {k -> {3, z}}",
                "drop column map.value.a                   | {1, x}       | [{2, y}] | {k -> {z}}",
                "alter column map.value.a type bigint      | {1, x}       | [{2, y}] | {k -> {3, z}}",
                "alter column plain first                  | {1, x}       | [{2, y}] | {k -> {3, z}}"
            })
    void matchesFieldsOfStructsListsAndMaps(String change, String pair, String list, String map) {
        long baseline = made(
                "pair struct<a: int, b: string>, list array<struct<a: int, b: string>>, map map<string, struct<a: int, b: string>>, plain int",
                """
                (date'2024-12-02', 1, named_struct('a', 1, 'b', 'x'), array(named_struct('a', 2, 'b', 'y')),
                 map('k', named_struct('a', 3, 'b', 'z')), 5), (date'2024-12-02', 2, null, null, null, null)""");
        alter(change);

        Dataset<Row> rows = today().at(baseline);

        assertThat(rows.schema()).isEqualTo(LAKE.session().table(TABLE).schema());
        assertThat(rows.orderBy("k")
                        .selectExpr("string(pair)", "string(list)", "string(map)", "plain")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly("[%s,%s,%s,5]".formatted(pair, list, map), "[null,null,null,null]");
        assertThat(LAKE.session()
                        .sql("select * from %s order by k".formatted(today().relationAt(baseline)))
                        .collectAsList())
                .isEqualTo(rows.orderBy("k").collectAsList());
    }

    @Test
    void readsTheDefaultOfAColumnWhereItWasAddedLater() throws Exception {
        LAKE.run(
                "drop table if exists " + TABLE,
                "create table %s (day date, k int) using iceberg partitioned by (day) tblproperties ('format-version'='3')"
                        .formatted(TABLE),
                "insert into %s values (date'2024-12-02', 1)".formatted(TABLE));
        long baseline = LAKE.snapshot(TABLE);
        Table table = Spark3Util.loadIcebergTable(LAKE.session(), TABLE);
        table.updateSchema()
                .addColumn("text", Types.StringType.get(), "", Literal.of("it's \\ \"so\""))
                .addColumn(
                        "number",
                        Types.DecimalType.of(9, 2),
                        "",
                        Literal.of("1.50").to(Types.DecimalType.of(9, 2)))
                .addColumn(
                        "date",
                        Types.DateType.get(),
                        "",
                        Literal.of("2024-02-29").to(Types.DateType.get()))
                .addColumn(
                        "instant",
                        Types.TimestampType.withZone(),
                        "",
                        Literal.of("2024-02-29T01:02:03.000004+00:00").to(Types.TimestampType.withZone()))
                .addColumn(
                        "moment",
                        Types.TimestampType.withoutZone(),
                        "",
                        Literal.of("2024-02-29T01:02:03.000004").to(Types.TimestampType.withoutZone()))
                .addColumn("flag", Types.BooleanType.get(), "", Literal.of(true))
                .commit();

        assertThat(today().at(baseline).collectAsList())
                .isEqualTo(LAKE.session().table(TABLE).collectAsList())
                .hasSize(1);
    }

    /** A source keeps the columns that it had when it was pinned. */
    @Test
    void readsTheColumnsOfOneSchemaWhateverBecameOfThem() {
        long pinned = made("note string, net int", "(date'2024-12-02', 1, 'a', 1)");
        alter("add column more int");
        int schema = schemaId();
        alter("rename column note to remark");
        alter("drop column net");

        TableHistory then = TableHistory.of(LAKE.session(), TableId.parse(TABLE), schema);

        assertThat(then.at(pinned).columns()).containsExactly("day", "k", "note", "net", "more");
        assertThat(then.at(pinned).selectExpr("note", "net", "more").collectAsList())
                .extracting(Row::toString)
                .containsExactly("[a,1,null]");
    }

    @Test
    void saysThatASnapshotIsGone() {
        made("net int", "(date'2024-12-02', 1, 1)");

        assertThatThrownBy(() -> today().at(4711))
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("snapshot 4711")
                .hasMessageContaining("does not have it");
    }

    private static long made(String columns, String rows) {
        LAKE.run(
                "drop table if exists " + TABLE,
                "create table %s (day date, k int, %s) using iceberg partitioned by (day)".formatted(TABLE, columns),
                "insert into %s values %s".formatted(TABLE, rows));
        return LAKE.snapshot(TABLE);
    }

    private static long overwritten(String rows) {
        LAKE.run("insert overwrite %s values %s".formatted(TABLE, rows));
        return LAKE.snapshot(TABLE);
    }

    private static void alter(String change) {
        LAKE.run("alter table %s %s".formatted(TABLE, change));
    }

    private static TableHistory today() {
        return TableHistory.of(LAKE.session(), TableId.parse(TABLE));
    }

    private static int schemaId() {
        return today().schema().schemaId();
    }
}
