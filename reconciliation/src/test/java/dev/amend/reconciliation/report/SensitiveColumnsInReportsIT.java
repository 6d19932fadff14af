package dev.amend.reconciliation.report;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.Lake;
import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.Reconciler;
import dev.amend.reconciliation.SpecificationBuilder;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.ReconciliationJson;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * J27: neither texts nor numbers of sensitive columns are in any rendering of a report, whose measures are about others. The
 * same rows without {@code sensitive} show that they would be.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SensitiveColumnsInReportsIT {
    private static final String TABLE = "lake.finance.salaries";
    private static final String DAY = "2024-12-02";

    /** Such that the snapshots' ids do not look like one by chance: digits count with the point or commas among them. */
    private static final Pattern TEXT = Pattern.compile("hush", Pattern.CASE_INSENSITIVE);

    private static final Pattern VALUE = Pattern.compile("4,?711\\.[0-9]|47,?110,?815,?|0\\.8471");
    private static final Pattern DISTANCE = Pattern.compile("0\\.47|13,?131,?3|1\\.0001");

    private final Lake lake = Lake.open();
    private Rewritten snapshots = new Rewritten(0, 0);

    @BeforeAll
    void rewrite() {
        snapshots = lake.rewritten(
                TABLE,
                "day date, account string, salary decimal(12,4), points bigint, score double, city string",
                "day",
                """
                select date'2024-12-02', concat('hush-', id), 4711.0108 + id, 47110815000 + id, 0.84715 + id, 'Bern'
                from range(0, 40, 1, 1)""",
                """
                select date'2024-12-02', concat('hush-', id), 4711.4820 + id, 47110815000 + 131313 + id, 0.84715 * 1.0001 + id, 'Bonn'
                from range(0, 41, 1, 1)""");
    }

    @Test
    void holdNoValueOfASensitiveColumn() {
        Map<String, String> renderings = renderings(specification().sensitive("account", "Salary", "points", "score"));

        assertThat(renderings)
                .allSatisfy((name, text) -> assertThat(text)
                        .doesNotContainPattern(TEXT)
                        .doesNotContainPattern(VALUE)
                        .doesNotContainPattern(DISTANCE));
        assertThat(renderings.get("HTML")).contains("•••", "Bonn");
    }

    @Test
    void holdThemWhereNobodySaysThatTheyAreSensitive() {
        Map<String, String> renderings = renderings(specification());

        assertThat(renderings)
                .hasSize(4)
                .allSatisfy((name, text) -> assertThat(text).containsPattern(TEXT));
        renderings.remove("Markdown");
        assertThat(renderings)
                .allSatisfy(
                        (name, text) -> assertThat(text).containsPattern(VALUE).containsPattern(DISTANCE));
    }

    private Map<String, String> renderings(SpecificationBuilder builder) {
        Specification specification = builder.build();
        BatchReconciliation found = new Reconciler(specification, (registering, unused) -> {})
                .reconcile(
                        lake.session(),
                        new BatchInput(
                                specification.batches().get(0),
                                snapshots.baseline(),
                                new NewRows.InShadow(snapshots.shadow()),
                                Map.of(),
                                Long.MAX_VALUE));
        Report report = Report.assemble(SampleReports.facts(specification, SampleReports.NOW, 1), List.of(found));
        return new TreeMap<>(Map.of(
                "journal", ReconciliationJson.write(found),
                "JSON", report.json(),
                "HTML", ReportHtml.render(report),
                "Markdown", ReportMarkdown.render(report)));
    }

    private static SpecificationBuilder specification() {
        return aSpecification()
                .of(TABLE)
                .partitionedBy("day", PartitionUnit.DAY)
                .over(DAY, DAY)
                .partitionsPerBatch(1)
                .key("day", "account")
                .volatileColumns()
                .required("salary")
                .unchanged("points")
                .tolerance("score", "0.0000001", "0")
                .measure("heads", "count(*)")
                .measure("letters", "sum(length(city))")
                .rule("raised", "new.salary > old.salary")
                .unexplained(10, "-100% to 100%")
                .check(
                        "rich",
                        Severity.WARN,
                        "select account, salary * 1 as s, points, score, city from new where salary > 4700");
    }
}
