package dev.amend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.reconciliation.checks.BoundarySteps;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each defect is planted into a shadow that is otherwise as the baseline, and found by the check that is for it, with the
 * right figures, and by what follows from it; nothing else is reported. The table has 20 rows on each of nine days, of
 * which the backfill is for the seven in the middle.
 */
@Tag("long")
final class PlantedDefectsIT {
    private static final String TABLE = "lake.finance.planted";
    private static final Lake LAKE = Lake.open();
    private static final Planting PLANTING = new Planting(LAKE);

    @BeforeAll
    static void baseline() {
        LAKE.run("drop table if exists " + TABLE, """
                create table %s (
                    day date, k int, tenant string, net decimal(12,2), gross decimal(12,2), a string, b string,
                    tags array<int>, attrs map<string, int>, units int, score double, at timestamp
                ) using iceberg partitioned by (day)""".formatted(TABLE), """
                insert into %s
                select
                    date_add(date'2024-12-01', cast(id div 20 as int)), cast(id as int), concat('t', id %% 4),
                    cast(100.25 + id %% 20 as decimal(12,2)), cast(120 + id %% 20 as decimal(12,2)),
                    if(id %% 3 = 0, null, 'x'), if(id %% 3 = 1, null, 'y'),
                    if(id = 47, array(1), array(1, cast(id as int))), map('p', 1, 'q', cast(id as int)), cast(id as int),
                    if(id = 45, double('NaN'), if(id = 46, 0.0D, cast(id as double))), timestamp'2024-12-01 12:00:00'
                from range(0, 180)""".formatted(TABLE));
    }

    private static UnaryOperator<SpecificationBuilder> asItIs() {
        return UnaryOperator.identity();
    }

    private static UnaryOperator<SpecificationBuilder> with(UnaryOperator<SpecificationBuilder> more) {
        return more;
    }

    static Stream<Arguments> defects() {
        String row = " where day = date'2024-12-03' and k = 47";
        return Stream.of(
                arguments("nothing", asItIs(), List.of(), List.of()),
                arguments(
                        "a key that is there twice",
                        asItIs(),
                        List.of("insert into {t} select * from {t}" + row),
                        List.of(
                                "row-count of 2024-12-03: 20 → 21",
                                "key-unique of 2024-12-02: 0 → 1",
                                "measure:revenue of 2024-12-02: 15,365 → 15,472.25 (+0.70%)",
                                "unexplained-rows of 2024-12-02: 1",
                                "unexplained-delta:revenue of 2024-12-02: +107.25 (+0.70%)")),
                arguments(
                        "a key that is null",
                        asItIs(),
                        List.of("update {t} set k = null" + row),
                        List.of("key-not-null of 2024-12-02: 0 → 1", "unexplained-rows of 2024-12-02: 2")),
                arguments(
                        "a null in a required column",
                        asItIs(),
                        List.of("update {t} set tenant = null" + row),
                        List.of("required:tenant of 2024-12-02: 0 → 1", "unexplained-rows of 2024-12-02: 1")),
                arguments(
                        "a row that moved to the neighbour day",
                        asItIs(),
                        List.of("update {t} set day = date'2024-12-04'" + row),
                        List.of(
                                "row-count of 2024-12-03: 20 → 19",
                                "row-count of 2024-12-04: 20 → 21",
                                "moved-rows of 2024-12-02: 1",
                                "unexplained-rows of 2024-12-02: 1")),
                arguments(
                        "values that two nullable columns swapped",
                        asItIs(),
                        List.of("update {t} set a = b, b = a where day = date'2024-12-03' and a is null"),
                        List.of("unexplained-rows of 2024-12-02: 6")),
                arguments(
                        "[1, null] for [1]",
                        asItIs(),
                        List.of("update {t} set tags = array(1, null)" + row),
                        List.of("unexplained-rows of 2024-12-02: 1")),
                arguments(
                        "a map in another order",
                        asItIs(),
                        List.of("update {t} set attrs = map('q', attrs['q'], 'p', attrs['p'])"),
                        List.of()),
                arguments(
                        "NaN for a number",
                        asItIs(),
                        List.of("update {t} set score = double('NaN')" + row),
                        List.of("unexplained-rows of 2024-12-02: 1")),
                arguments(
                        "NaN again and -0.0 for 0.0",
                        asItIs(),
                        List.of(
                                "update {t} set score = if(isnan(score), double('NaN'), -0.0D) where units in (45, 46)"),
                        List.of()),
                arguments(
                        "noise within the tolerance",
                        with(builder -> builder.tolerance("score", "0", "1e-9")),
                        List.of(
                                "update {t} set score = score * (1 + 9e-10D) where day between date'2024-12-02' and date'2024-12-08'"),
                        List.of()),
                arguments(
                        "noise just outside the tolerance",
                        with(builder -> builder.tolerance("score", "0", "1e-9")),
                        List.of("update {t} set score = score * (1 + 1.1e-9D)" + row),
                        List.of("unexplained-rows of 2024-12-02: 1")),
                arguments(
                        "a tenant that was corrected by another factor",
                        with(builder -> builder.rule("tax-taken-out", "new.net = round(old.net * 0.81, 2)")),
                        List.of(
                                "update {t} set net = net * if(tenant = 't2', 0.91, 0.81) where day between date'2024-12-02' and date'2024-12-08'"),
                        List.of(
                                "measure:revenue of 2024-12-02: 15,365 → 12,831.35 (-16.49%)",
                                "unexplained-rows of 2024-12-02: 35",
                                "unexplained-delta:revenue of 2024-12-02: -347.20 (-2.26%)")),
                arguments(
                        "a changed row that no rule explains",
                        with(builder -> builder.rule("rounded", "new.net = round(old.net)")),
                        List.of(
                                "update {t} set net = round(net) where day = date'2024-12-02'",
                                "update {t} set net = net + 0.01" + row),
                        List.of(
                                "measure:revenue of 2024-12-02: 15,365 → 15,360.01 (-0.03%)",
                                "unexplained-rows of 2024-12-02: 1",
                                "unexplained-delta:revenue of 2024-12-02: +0.01 (+0.000065%)")),
                arguments(
                        "a change in the guard band",
                        asItIs(),
                        List.of("update {t} set net = net + 0.01 where day = date'2024-12-09' and k = 163"),
                        List.of("guard-band of 2024-12-09: other values in 20 rows")),
                arguments(
                        "a row that left the guard band",
                        asItIs(),
                        List.of("delete from {t} where day = date'2024-12-01' and k = 3"),
                        List.of("guard-band of 2024-12-01: 20 → 19 rows")),
                arguments(
                        "a column that must not change",
                        with(builder -> builder.unchanged("gross")),
                        List.of("update {t} set gross = gross + 1" + row),
                        List.of("unchanged:gross of 2024-12-02: changed in 1", "unexplained-rows of 2024-12-02: 1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("defects")
    void areFoundAndNothingElse(
            String defect, UnaryOperator<SpecificationBuilder> more, List<String> planting, List<String> expected) {
        Specification specification = more.apply(week()).build();

        assertThat(PLANTING.reported(specification, PLANTING.planted(TABLE, planting)))
                .as(defect)
                .containsExactlyElementsOf(expected);
    }

    /** Either nothing is left of it, or all of its files are, with others that say that each row is deleted. */
    @Test
    void aPartitionWithoutRowsIsFoundWhetherItWasDroppedOrItsFilesAreStillThere() {
        String day = "date'2024-12-04'";
        Lake.Rewritten dropped = PLANTING.planted(TABLE, List.of("delete from {t} where day = " + day));
        Lake.Rewritten emptied = PLANTING.planted(
                TABLE,
                List.of(
                        "alter table {table} set tblproperties ('write.delete.mode'='merge-on-read')",
                        "delete from {t} where k < 79 and day = " + day,
                        "delete from {t} where k = 79 and day = " + day,
                        "alter table {table} unset tblproperties ('write.delete.mode')"));

        assertThat(files(dropped.baseline(), day)).isEqualTo(Map.of("data", 1L));
        assertThat(files(dropped.shadow(), day)).isEmpty();
        assertThat(files(emptied.shadow(), day)).containsEntry("data", 1L).containsOnlyKeys("data", "deletes");
        assertThat(List.of(dropped, emptied))
                .allSatisfy(rewritten -> assertThat(PLANTING.reported(week().build(), rewritten))
                        .containsExactly(
                                "row-count of 2024-12-04: 20 → 0",
                                "partitions of 2024-12-04: 20 → 0",
                                "measure:revenue of 2024-12-02: 15,365 → 13,170 (-14.29%)",
                                "unexplained-rows of 2024-12-02: 20",
                                "unexplained-delta:revenue of 2024-12-02: -2,195 (-14.29%)"));
    }

    @Test
    void aRenamedColumnIsFoundAndAWidenedOneIsNone() {
        String table = "lake.finance.planted_columns";
        String columns = "day date, k int, units int, rate float, price decimal(10,2), note string";
        String wide = "day date, k int, units bigint, rate double, price decimal(22,2), note string";
        String rows =
                "values (date'2024-12-02', 1, 5, 1.5F, 1.10, 'x'), (date'2024-12-02', 2, null, -0.0F, 2.20, null)";
        Specification specification = Planting.exactly(table)
                .over("2024-12-02", "2024-12-02")
                .throughView(table + "_view")
                .build();
        long baseline = filled(table, columns, rows);

        assertThat(PLANTING.reported(
                        specification, new Lake.Rewritten(baseline, filled(specification.shadowTable(), wide, rows))))
                .isEmpty();
        assertThat(PLANTING.reported(
                        specification,
                        new Lake.Rewritten(
                                baseline,
                                filled(specification.shadowTable(), columns.replace("note", "remark"), rows))))
                .containsExactly("schema of 2024-12-02: note is called remark now");
    }

    private static long filled(Object table, String columns, String rows) {
        LAKE.run(
                "drop table if exists " + table,
                "create table %s (%s) using iceberg partitioned by (day)".formatted(table, columns),
                "insert into %s %s".formatted(table, rows));
        return LAKE.snapshot(table.toString());
    }

    /**
     * A column has the same scale on both sides: Iceberg lets a decimal grow in precision alone. What is left is a
     * transformation that computes with another one, and a column that someone dropped and made again in the shadow.
     */
    @Test
    void aDecimalOfAnotherScaleIsNoneOnceItIsWrittenAndAColumnOfAnotherScaleIsFound() {
        String table = "lake.finance.planted_scales";
        String columns = "day date, k int, price decimal(10,2)";
        String rows = "select day, k, cast(price as decimal(%d,%d)) from values %s as t(day, k, price)";
        String prices = "(date'2024-12-02', 1, 1.10), (date'2024-12-02', 2, 2), (date'2024-12-02', 3, null)";
        Lake.Rewritten rescaled =
                LAKE.rewritten(table, columns, "day", rows.formatted(10, 2, prices), rows.formatted(22, 8, prices));

        assertThat(PLANTING.reported(
                        Planting.exactly(table).over("2024-12-02", "2024-12-02").build(), rescaled))
                .isEmpty();
        assertThatThrownBy(() -> LAKE.run("alter table %s alter column price type decimal(12,4)".formatted(table)))
                .hasMessageContaining("price");

        Specification specification = Planting.exactly(table)
                .over("2024-12-02", "2024-12-02")
                .throughView(table + "_view")
                .build();
        TableId shadow = specification.shadowTable();
        filled(shadow, columns, rows.formatted(10, 2, prices));
        LAKE.run(
                "alter table %s drop column price".formatted(shadow),
                "alter table %s add column price decimal(12,4)".formatted(shadow),
                "insert overwrite %s %s".formatted(shadow, rows.formatted(12, 4, prices)));

        assertThat(PLANTING.reported(
                        specification, new Lake.Rewritten(rescaled.shadow(), LAKE.snapshot(shadow.toString()))))
                .containsExactly("schema of 2024-12-02: price is another column of that name now");
    }

    /** Every row that it touched is right, every total within its limits: what gives it away is where it ends. */
    @Test
    void aFixOfHalfAMonthIsFoundWhereItEnds() {
        String table = "lake.finance.planted_month";
        String rows = """
                select date_add(date'2024-11-25', cast(id div 20 as int)) as day, cast(id as int) as k,
                       cast(100 + id %% 23 as decimal(12,2)) * if(id between 140 and 699, %s, 1) as net
                from range(800)""";
        Lake.Rewritten rewritten = LAKE.rewritten(
                table,
                "day date, k int, net decimal(14,2)",
                "day",
                rows.formatted("1.25"),
                rows.formatted("if(id < 440, 1.00, 1.25)"));
        Specification specification = Planting.exactly(table)
                .over("2024-12-02", "2024-12-29")
                .partitionsPerBatch(7)
                .measure("revenue", "sum(net)", "-20% to 0%", Measure.Per.BATCH)
                .rule("surcharge-taken-out", "new.net = round(old.net * 0.8, 2)")
                .boundaryJump("4")
                .build();

        List<BatchReconciliation> batches = specification.batches().stream()
                .map(batch -> PLANTING.reconciliation(specification, batch, rewritten))
                .toList();

        assertThat(batches).hasSize(4).flatExtracting(Planting::notPassed).isEmpty();
        assertThat(BoundarySteps.judge(specification, batches))
                .extracting(finding -> "%s %s of %s: %s"
                        .formatted(finding.outcome(), finding.check(), finding.scope(), finding.found()))
                .containsExactly(
                        "WARN boundary-jump:revenue of 2024-12-16 → 2024-12-17: z = 223.1: the step was +0.40% and is +25.50%, inside of a batch");
    }

    /** The days in the middle of the small table. */
    private static SpecificationBuilder week() {
        return Planting.exactly(TABLE)
                .required("tenant")
                .over("2024-12-02", "2024-12-08")
                .measure("revenue", "sum(net)", "0%", Measure.Per.BATCH);
    }

    /** How many files a day of the small table has in a snapshot, with rows and with positions of deleted ones. */
    private static Map<String, Long> files(long snapshot, String day) {
        return LAKE
                .session()
                .sql(
                        "select if(content = 0, 'data', 'deletes'), count(*) from %s.files version as of %d where partition.day = %s group by 1"
                                .formatted(TABLE, snapshot, day))
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
    }
}
