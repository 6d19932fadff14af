package dev.amend.reconciliation.report;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amend.reconciliation.Lake;
import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.Reconciler;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.specs.Batch;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B4: the same inputs have the same digest wherever and however they are compared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DigestIT {
    private static final String TABLE = "lake.finance.digested";
    private static final String DAY = "2024-12-02";

    private final Lake lake = Lake.open();
    private final TimeZone timeZone = TimeZone.getDefault();
    private final Locale locale = Locale.getDefault();
    private Rewritten snapshots = new Rewritten(0, 0);
    private String expected = "";

    @BeforeAll
    void compare() {
        expected = digest(lake.session(), rewritten("id"));
    }

    /** Some tests make the table anew. */
    @BeforeEach
    void makeTable() {
        snapshots = rewritten("id");
    }

    @BeforeEach
    @AfterEach
    void asItWas() {
        TimeZone.setDefault(timeZone);
        Locale.setDefault(locale);
    }

    @ParameterizedTest
    @CsvSource({
        "Pacific/Kiritimati, tr-TR, 7, true",
        "America/Los_Angeles, de-DE, 1, false",
        "Asia/Kathmandu, fr-FR, 100, false",
    })
    void doesNotDependOnTimeZoneLanguageOrPartitions(String zone, String language, int partitions, String adaptive) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        Locale.setDefault(Locale.forLanguageTag(language));
        lake.session().conf().set("spark.sql.session.timeZone", "UTC");
        lake.session().conf().set("spark.sql.shuffle.partitions", partitions);
        lake.session().conf().set("spark.sql.adaptive.enabled", adaptive);
        try {
            assertThat(digest(lake.session(), snapshots)).isEqualTo(expected);
        } finally {
            lake.session().conf().set("spark.sql.shuffle.partitions", 2);
            lake.session().conf().unset("spark.sql.adaptive.enabled");
            lake.session().conf().unset("spark.sql.session.timeZone");
        }
    }

    /** Sums of floating point numbers are other ones in another order, by the last digit. */
    @Test
    void doesNotDependOnTheOrderOfRowsAndFiles() {
        assertThat(digest(lake.session(), rewritten("hash(id)"))).isEqualTo(expected);
    }

    /** A small batch brings rows together by key before it pairs them, a large one does not. */
    @Test
    void doesNotDependOnHowRowsArePaired() {
        assertThat(digest(lake.session(), snapshots, 1)).isEqualTo(expected);
    }

    @Test
    void dependsOnASingleValue() {
        Rewritten other = rewritten("id", "if(id = 500, 1e-9, 0.0)");

        assertThat(digest(lake.session(), other)).isNotEqualTo(expected);
    }

    /** The correction of what the digests above are of: every tenth row, but for the one of zero. */
    @Test
    void isOfAReportThatNamesTheFactorOfACorrection() {
        Report report = report(lake.session(), snapshots, Long.MAX_VALUE);

        assertThat(report.total().columns())
                .filteredOn(change -> !change.factors().constant().isEmpty())
                .extracting(ColumnChange::column, ColumnChange::rows)
                .containsExactly(tuple("gross", 99L));
        assertThat(ReportHtml.render(report)).containsOnlyOnce("× 0.81 in 100%");
    }

    private Rewritten rewritten(String order) {
        return rewritten(order, "0.0");
    }

    private Rewritten rewritten(String order, String noise) {
        return lake.rewritten(
                TABLE,
                "day date, k bigint, at timestamp, local timestamp_ntz, net decimal(12,2), gross decimal(12,2), rate double, name string, tags map<string, timestamp>, raw binary",
                "day",
                rows(order, "0", "0.0"),
                rows(order, "if(id % 10 = 0, 1.5, 0)", noise));
    }

    /** A thousand rows in four files, and of these every tenth is corrected. */
    private static String rows(String order, String correction, String noise) {
        return """
                select /*+ repartition(4) */ * from (
                    select date'2024-12-02' as day, id as k,
                           timestamp_seconds(1733097600 + id * 61) as at,
                           cast(timestamp_seconds(1733097600 + id * 61) as timestamp_ntz) as local,
                           cast(id * 0.37 + %1$s as decimal(12,2)) as net,
                           cast(id * 1.37 * if(%1$s > 0, 0.81, 1) as decimal(12,2)) as gross,
                           1 / (id + 3.0D) + %2$s as rate,
                           if(id %% 10 = 0 and %1$s > 0, concat('ISTANBUL i ', id), concat('istanbul I ', id)) as name,
                           map('b', timestamp_seconds(id + cast(%1$s as int)), 'a', timestamp_seconds(0)) as tags,
                           cast(cast(id as string) as binary) as raw
                    from range(0, 1000, 1, 3)
                    order by %3$s)""".formatted(correction, noise, order);
    }

    private static String digest(SparkSession session, Rewritten snapshots) {
        return digest(session, snapshots, Long.MAX_VALUE);
    }

    private static String digest(SparkSession session, Rewritten snapshots, long bytes) {
        return report(session, snapshots, bytes).digest();
    }

    private static Report report(SparkSession session, Rewritten snapshots, long bytes) {
        Specification specification = aSpecification()
                .of(TABLE)
                .partitionedBy("day", PartitionUnit.DAY)
                .over(DAY, DAY)
                .partitionsPerBatch(1)
                .key("day", "k")
                .volatileColumns()
                .measure("net", "sum(net)", "-100% to 100%", Measure.Per.PARTITION)
                .measure("rate", "sum(rate)", "-100% to 100%", Measure.Per.PARTITION)
                .measure("middle", "avg(rate)")
                .rule("renamed", "new.name <> old.name")
                .unexplained(1000, "-100% to 100%")
                .check(
                        "late",
                        Severity.WARN,
                        "select k, at, local, upper(name) as n, tags from new where k in (490, 500)")
                .build();
        Batch batch = specification.batches().get(0);
        BatchReconciliation found = new Reconciler(specification, (registering, unused) -> {})
                .reconcile(
                        session,
                        new BatchInput(
                                batch,
                                snapshots.baseline(),
                                new NewRows.InShadow(snapshots.shadow()),
                                Map.of(),
                                bytes));
        assertThat(found.samples()).isNotEmpty();
        assertThat(found.topDeltas()).isNotEmpty();
        return Report.assemble(SampleReports.facts(specification, SampleReports.NOW, 1), List.of(found));
    }
}
