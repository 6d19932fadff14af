package dev.amend.reconciliation;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.ColumnChange.Factors;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.ReconciliationJson;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.MaskedRows;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.sql.Mask;
import dev.amend.specs.Batch;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** J27: values of sensitive columns are compared and never shown. Every secret has "hush" or 4711 in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SensitiveColumnsIT {
    private static final String TABLE = "lake.finance.people";
    private static final Lake LAKE = Lake.open();
    private static final String DAY = "2024-12-02";
    private static final Specification SPECIFICATION = aSpecification()
            .of(TABLE)
            .partitionedBy("day", PartitionUnit.DAY)
            .over(DAY, DAY)
            .partitionsPerBatch(1)
            .key("day", "account")
            .volatileColumns()
            .sensitive("account", "name", "Salary", "tags")
            .measure("pay", "sum(salary)", "-100% to 100%", Measure.Per.BATCH)
            .measure("heads", "sum(length(city))")
            .unexplained(10, "-100% to 100%")
            .check("rows", Severity.FAIL, "select city, name as n from new where city > 'Bern' and city < 'Oslo'")
            .check("cast", Severity.FAIL, "select cast(name as int) from new where city = 'Bonn'")
            .check("raise", Severity.FAIL, "select raise_error(name) from new where city = 'Bonn'")
            .check("typo", Severity.FAIL, "select nmae from new")
            .build();

    private final SparkSession session = LAKE.session();
    private BatchReconciliation found = null;

    @BeforeAll
    void reconcile() {
        Rewritten snapshots = LAKE.rewritten(
                TABLE,
                "day date, account string, name string, salary decimal(10,2), tags array<string>, city string",
                "day",
                """
                values (date'2024-12-02', 'hush-1', 'hush Ann', 4711.01, array('hush'), 'Bern'),
                       (date'2024-12-02', 'hush-2', 'hush Bob', 4711.02, array('hush'), 'Rome'),
                       (date'2024-12-02', 'hush-3', null, 4711.03, null, 'Oslo'),
                       (date'2024-12-02', 'hush-4', 'hush Dan', 4711.04, null, 'Kyiv')""",
                """
                values (date'2024-12-02', 'hush-1', 'hush Anna', 4711.51, array('hush', 'hush!'), 'Bonn'),
                       (date'2024-12-02', 'hush-2', 'hush Bob', 4711.02, array('hush'), 'Rome'),
                       (date'2024-12-02', 'hush-3', 'hush Cid', null, null, 'Oslo'),
                       (date'2024-12-02', 'hush-5', 'hush Eve', 4711.05, null, 'Lima')""");
        Batch batch = SPECIFICATION.batches().get(0);
        found = new Reconciler(SPECIFICATION, (registering, unused) -> {})
                .reconcile(
                        session,
                        new BatchInput(
                                batch,
                                snapshots.baseline(),
                                new NewRows.InShadow(snapshots.shadow()),
                                Map.of("batch_start", DAY),
                                Long.MAX_VALUE));
    }

    @Test
    void areMaskedInKeysAndCells() {
        assertThat(found.samples()).hasSize(4);
        assertThat(found.samples()).allSatisfy(row -> {
            assertThat(row.key()).extracting(RowView.KeyPart::value).containsExactly(DAY, Mask.TEXT);
            assertThat(row.keyHash()).isZero();
        });
        assertThat(found.samples().stream()
                        .filter(row -> row.rowClass() == RowClass.CHANGED)
                        .flatMap(row -> row.cells().stream()))
                .contains(
                        new RowView.Cell("name", CellValue.NULL, CellValue.of(Mask.TEXT)),
                        new RowView.Cell("name", CellValue.of(Mask.TEXT), CellValue.of(Mask.TEXT)),
                        new RowView.Cell("tags", CellValue.of(Mask.TEXT), CellValue.of(Mask.TEXT)),
                        new RowView.Cell("salary", CellValue.of(Mask.TEXT), CellValue.of(Mask.TEXT)),
                        new RowView.Cell("salary", CellValue.of(Mask.TEXT), CellValue.NULL),
                        new RowView.Cell("city", CellValue.of("Bern"), CellValue.of("Bonn")));
    }

    /** Every difference counts as it would otherwise; of numbers nobody is told how far they moved. */
    @Test
    void areComparedAllTheSame() {
        assertThat(found.columns())
                .containsExactly(
                        new ColumnChange("city", 1, 0, 0, List.of(), Factors.NONE),
                        new ColumnChange("name", 2, 1, 0, List.of(), Factors.NONE),
                        new ColumnChange("salary", 2, 0, 1, List.of(), Factors.NONE),
                        new ColumnChange("tags", 1, 0, 0, List.of(), Factors.NONE));
    }

    /** A measure is what its author wants to be shown; which row moved it how far is not. */
    @Test
    void doNotRankRowsByWhatTheyHold() {
        assertThat(found.measures()).extracting(MeasureFigure::name).containsExactly("pay", "heads");
        assertThat(found.topDeltas()).extracting(TopDelta::measure).containsOnly("heads");
    }

    @Test
    void areNotQuotedWhereAQueryFails() {
        String withheld = "; what Spark says of it may quote a row and is withheld, since columns are sensitive: "
                + "Salary, account, name, tags";

        assertThat(check("cast").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(check("cast").found()).isEqualTo("the query can't be answered: CAST_INVALID_INPUT" + withheld);
        assertThat(check("raise").found()).isEqualTo("the query can't be answered: USER_RAISED_EXCEPTION" + withheld);
    }

    /** Nothing of a row is in it, and without it nobody could mend the query. */
    @Test
    void doNotHideWhatIsWrongWithAQuery() {
        assertThat(check("typo").found()).contains("UNRESOLVED_COLUMN").contains("nmae");
    }

    /** But for sums that a measure declares. */
    @Test
    void areNowhereInWhatIsKeptOfAReconciliation() {
        assertThat(check("rows").found())
                .isEqualTo("2 rows: {\"city\":\"Bonn\",\"n\":\"•••\"}, {\"city\":\"Lima\",\"n\":\"•••\"}");
        BatchReconciliation withoutSums = new BatchReconciliation(
                found.batch(),
                found.range(),
                found.baselineSnapshot(),
                found.shadowSnapshot(),
                found.findings(),
                List.of(),
                found.guardBand(),
                List.of(),
                List.of(),
                found.columns(),
                found.topDeltas(),
                found.samples(),
                found.sql());

        assertThat(ReconciliationJson.write(withoutSums)).doesNotContain("hush").doesNotContain("4711");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    select city, name from new where city = 'Bonn'                                        | {"city":"Bonn","name":"•••"}
                    select name as city from new where city = 'Bonn'                                      | {"city":"•••"}
                    select city, upper(substr(name, 1, 6)) as n from new where city = 'Bonn'              | {"city":"Bonn","n":"•••"}
                    select city, length(account) as n from new where city = 'Bonn'                        | {"city":"Bonn","n":"•••"}
                    select max(NAME) as n, count(*) as c from new                                         | {"n":"•••","c":4}
                    select city, count(*) as c from new where name like 'hush A%' group by city           | {"city":"Bonn","c":1}
                    with x as (select name as e, city as f from new) select e, f from x where f = 'Bonn'  | {"e":"•••","f":"Bonn"}
                    select city as c from new where city = 'Bonn' union select name from new where 1 = 0  | {"c":"•••"}
                    select (select max(name) from new) as n, city from new where city = 'Bonn'            | {"n":"•••","city":"Bonn"}
                    select city, t from new lateral view explode(tags) x as t where t <> 'hush'           | {"city":"Bonn","t":"•••"}
                    select city, row_number() over (order by name) as n from new where city = 'Bonn'      | {"city":"Bonn","n":"•••"}
                    select city, count(*) over (partition by name) as n from new where city = 'Bonn'      | {"city":"Bonn","n":1}
                    select city, max(name) over (partition by city) as n from new where city = 'Bonn'     | {"city":"Bonn","n":"•••"}
                    select city, name is null as n from new where city = 'Bonn'                           | {"city":"Bonn","n":false}
                    select city, nullif(name, 'hush Anna') is null as n from new where city = 'Bonn'      | {"city":"Bonn","n":"•••"}
                    select city, m is null as n from (select city, nullif(name, 'x') as m from new) where city = 'Bonn' | {"city":"Bonn","n":"•••"}
                    select class, rule, account from changes where class = 'added'                        | {"class":"added","account":"•••"}
                    select old.city as c, old.name as n from changes where class = 'removed'              | {"c":"Kyiv","n":"•••"}
                    select account, new as r from changes where class = 'added'                           | {"account":"•••","r":"•••"}
                    select a.city, b.city, b.name from new a join new b using (city) where city = 'Bonn'  | {"city":"Bonn","city":"Bonn","name":"•••"}
                    select * from (select city, name from new) unpivot (v for k in (name)) where v like '%Anna' | {"city":"Bonn","k":"•••","v":"•••"}
                    select * from (select city, salary from new) pivot (max(salary) for city in ('Bonn')) | {"Bonn":"•••"}
                    select struct(name, city).city as c, struct(name, city).name as n from new where city = 'Bonn' | {"c":"Bonn","n":"•••"}
                    """)
    void areMaskedInWhatAQueryReturnsUnderWhateverName(String sql, String row) {
        Dataset<Row> shown = new MaskedRows(SPECIFICATION.target()).of(session.sql(sql));

        assertThat(shown.select(functions.to_json(functions.struct("*")))
                        .as(Encoders.STRING())
                        .collectAsList())
                .containsExactly(row);
    }

    private Finding check(String name) {
        return found.findings().stream()
                .filter(finding -> finding.check().equals("check:" + name))
                .findFirst()
                .orElseThrow();
    }
}
