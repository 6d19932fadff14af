package dev.amend.specs.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.specs.ApprovalRule;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batching;
import dev.amend.specs.ColumnTolerance;
import dev.amend.specs.DeltaRange;
import dev.amend.specs.Execution;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Level;
import dev.amend.specs.LivePipeline;
import dev.amend.specs.Measure;
import dev.amend.specs.OwnCheck;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.PublishRule;
import dev.amend.specs.RollbackRule;
import dev.amend.specs.RowTolerance;
import dev.amend.specs.Severity;
import dev.amend.specs.Source;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import dev.amend.specs.Target;
import dev.amend.specs.Transform;
import dev.amend.specs.Unexplained;
import dev.amend.specs.Validation;
import dev.amend.specs.WatchCheck;
import dev.amend.specs.WatchRule;
import dev.amend.specs.error.SpecificationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SpecificationReaderTest {
    private static final String MINIMAL = """
            backfill_id: tax-fix
            owner: finance
            reason: {issue: FIN-1, change: Tax}
            source_range: {start: 2024-12-01, end: 2024-12-31}
            target: {table: finance.revenue, partition_key: day, key: [day, shop]}
            transform: {sql: select 1}
            """;

    @Test
    void readsTheArticlesSpecificationWithATransformAndAKey() throws IOException {
        String article = Files.readString(Path.of("src/test/resources/article.yaml"));
        String withKey = article.replace(
                "  partition_key: revenue_date\n",
                "  partition_key: revenue_date\n  key: [revenue_date, merchant_id]\n");

        Specification specification = read(withKey + "transform: {sql: select * from staging_events}\n")
                .specification();

        assertThat(specification.id()).isEqualTo(new BackfillId("revenue-tax-fix-2026-06"));
        assertThat(specification.sourceRange().range()).hasToString("2024-12-01..2026-05-31");
        assertThat(specification.batches()).hasSize(79);
        assertThat(specification.execution().livePipeline()).contains(LivePipeline.DEFAULTS);
        assertThat(specification.validation().measures())
                .containsExactly(new Measure(
                        "revenue",
                        "sum(revenue)",
                        Optional.of(range("-1.5% to -0.8%")),
                        Measure.Per.BATCH,
                        BigDecimal.ZERO));
        assertThat(specification.rollback())
                .isEqualTo(new RollbackRule(
                        "daily_revenue_pre_FIN_2841", Duration.ofDays(30), RollbackRule.Copies.WHEN_NEEDED));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsEveryExample(Path example) {
        ReadSpecification read = SpecificationReader.read(example);

        assertThat(read.specification().batches()).isNotEmpty();
        assertThat(read.specification().digest()).matches("[0-9a-f]{64}");
    }

    static Stream<Path> examples() throws IOException {
        return SchemaTest.examples();
    }

    @Test
    void pinsEveryDefault() {
        Specification specification = read(MINIMAL).specification();

        assertThat(specification.sources()).isEmpty();
        assertThat(specification.sourceRange().exclude()).isEmpty();
        assertThat(specification.target())
                .isEqualTo(new Target(
                        TableId.parse("finance.revenue"),
                        "day",
                        List.of("day", "shop"),
                        List.of(),
                        Set.of(),
                        Set.of()));
        assertThat(specification.transform()).isEqualTo(new Transform("select 1", "transform.sql"));
        assertThat(specification.execution())
                .isEqualTo(new Execution(
                        new Batching(7, Optional.empty(), Batching.Order.OLDEST_FIRST),
                        2,
                        Optional.empty(),
                        Duration.ZERO,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
        assertThat(specification.validation())
                .isEqualTo(new Validation(
                        RowTolerance.NONE,
                        Validation.Gaps.NONE,
                        List.of(),
                        List.of(),
                        Set.of(),
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
        assertThat(specification.approval())
                .isEqualTo(new ApprovalRule(List.of(), ApprovalRule.RunnerMay.APPROVE, Optional.empty()));
        assertThat(specification.rollback())
                .isEqualTo(
                        new RollbackRule("amend_tax_fix_before", Duration.ofDays(30), RollbackRule.Copies.WHEN_NEEDED));
    }

    @Test
    void readsEveryKeyThatHasAnEffect() {
        Specification specification = SpecificationReader.read(Path.of("examples/hourly-sessions.yaml"))
                .specification();

        assertThat(specification.owner()).isEqualTo("product-analytics");
        assertThat(specification.issue()).isEqualTo("PA-407");
        assertThat(specification.change()).isEqualTo("Sessions end after 30 minutes of silence, not after 60");
        assertThat(specification.sourceRange().unit()).isEqualTo(PartitionUnit.HOUR);
        assertThat(specification.sourceRange().size()).isEqualTo(7 * 24 - 2);
        assertThat(specification.target().required()).containsExactly("user_id");
        assertThat(specification.target().volatileColumns()).containsExactly("computed_at");
        assertThat(specification.sources())
                .containsExactly(
                        new Source("page_views", TableId.parse("lake.web.page_views"), Optional.of("hour"), 2, 2));
        assertThat(specification.transform().origin()).isEqualTo("hourly-sessions.sql");
        assertThat(specification.transform().sql()).startsWith("with marked as (");
        assertThat(specification.execution())
                .isEqualTo(new Execution(
                        new Batching(24, Optional.empty(), Batching.Order.NEWEST_FIRST),
                        3,
                        Optional.of(new LivePipeline(Duration.ofMinutes(5))),
                        Duration.ofSeconds(10),
                        Optional.of(Duration.ofMinutes(30)),
                        Optional.of(Instant.parse("2026-07-05T18:00:00Z")),
                        Optional.of(new Execution.Price(new BigDecimal("5.00"), "EUR")),
                        Map.of("spark.sql.shuffle.partitions", "64", "spark.scheduler.pool", "backfill")));
        assertThat(specification.approval())
                .isEqualTo(new ApprovalRule(
                        List.of("product-analytics-lead"),
                        ApprovalRule.RunnerMay.NOT_APPROVE,
                        Optional.of(Duration.ofDays(7))));
        assertThat(specification.rollback())
                .isEqualTo(new RollbackRule(
                        "sessions_hourly_before_PA_407", Duration.ofDays(14), RollbackRule.Copies.WHEN_NEEDED));
    }

    @Test
    void readsHowToValidate() {
        Validation validation = SpecificationReader.read(Path.of("examples/hourly-sessions.yaml"))
                .specification()
                .validation();

        assertThat(validation)
                .isEqualTo(new Validation(
                        RowTolerance.parse("40%"),
                        Validation.Gaps.NONE,
                        List.of(
                                new Measure(
                                        "sessions",
                                        "count(*)",
                                        Optional.of(range("5% to 40%")),
                                        Measure.Per.BATCH,
                                        BigDecimal.ZERO),
                                new Measure(
                                        "views",
                                        "sum(views)",
                                        Optional.of(range("0%")),
                                        Measure.Per.TOTAL,
                                        BigDecimal.ZERO)),
                        List.of(new SourceTotal(
                                "views",
                                "sum(views)",
                                "select count(*) from page_views where hour between :batch_start and :batch_end")),
                        Set.of(),
                        Map.of(
                                "seconds", new ColumnTolerance(new BigDecimal("0.5"), BigDecimal.ZERO),
                                "score", new ColumnTolerance(BigDecimal.ZERO, new BigDecimal("1e-9"))),
                        List.of(new ExplanationRule("split", "new.views < old.views")),
                        Optional.of(new Unexplained(100, Optional.of(range("0%")))),
                        Optional.empty(),
                        List.of()));
    }

    @Test
    void readsStepsAndOwnChecks() {
        Validation validation = read(MINIMAL + """
                        validation:
                          boundary_jump: 4.5
                          checks:
                            - {name: positive, sql: " select * from new where net < 0 "}
                            - {name: shops, level: aggregate, severity: warn, sql: select 1 from changes}
                        """).specification().validation();

        assertThat(validation.boundaryJump()).contains(new BigDecimal("4.5"));
        assertThat(validation.checks())
                .containsExactly(
                        new OwnCheck("positive", Level.ROW, Severity.FAIL, "select * from new where net < 0"),
                        new OwnCheck("shops", Level.AGGREGATE, Severity.WARN, "select 1 from changes"));
    }

    @Test
    void flattensWhatIsSet() {
        ReadSpecification read = read(MINIMAL + "execution: {max_concurrency: 2, spark: {}}\n");

        assertThat(read.keys())
                .containsExactly(
                        Map.entry("backfill_id", "tax-fix"),
                        Map.entry("execution.max_concurrency", "2"),
                        Map.entry("execution.spark", "{}"),
                        Map.entry("owner", "finance"),
                        Map.entry("reason.change", "Tax"),
                        Map.entry("reason.issue", "FIN-1"),
                        Map.entry("source_range.end", "2024-12-31"),
                        Map.entry("source_range.start", "2024-12-01"),
                        Map.entry("target.key[0]", "day"),
                        Map.entry("target.key[1]", "shop"),
                        Map.entry("target.partition_key", "day"),
                        Map.entry("target.table", "finance.revenue"),
                        Map.entry("transform.sql", "select 1"));
    }

    @Test
    void digestIsOfTheContentAndNotOfTheLayout() {
        String sameInAnotherLayout = """
                # a comment
                transform:
                  sql: select 1
                owner: "finance"
                backfill_id: tax-fix
                reason: {change: Tax, issue: FIN-1}
                source_range: {start: 2024-12-01, end: 2024-12-31}
                target: {table: finance.revenue, partition_key: day, key: &k [day, shop]}
                """;

        assertThat(digest(sameInAnotherLayout)).isEqualTo(digest(MINIMAL));
        assertThat(digest(MINIMAL.replace("\n", "\r\n"))).isEqualTo(digest(MINIMAL));
        assertThat(digest("\uFEFF" + MINIMAL)).isEqualTo(digest(MINIMAL));
        assertThat(digest(MINIMAL.replace("[day, shop]", "[shop, day]"))).isNotEqualTo(digest(MINIMAL));
        assertThat(digest(MINIMAL.replace("select 1", "select 2"))).isNotEqualTo(digest(MINIMAL));
    }

    @Test
    void transformsFileCountsWithItsContent(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("spec.yaml");
        Files.writeString(file, MINIMAL.replace("sql: select 1", "file: sql/revenue.sql"));
        Files.createDirectory(folder.resolve("sql"));
        Path sql = folder.resolve("sql/revenue.sql");

        Files.writeString(sql, "select 1\n");
        ReadSpecification before = SpecificationReader.read(file);
        Files.writeString(sql, "select 2\n");
        ReadSpecification after = SpecificationReader.read(file);

        assertThat(before.keys()).containsEntry("transform.sql", "select 1\n");
        assertThat(before.specification().transform()).isEqualTo(new Transform("select 1\n", "sql/revenue.sql"));
        assertThat(after.specification().digest())
                .isNotEqualTo(before.specification().digest());
    }

    @Test
    void aFileThatCannotBeLoadedIsAMistakeAtItsPlace() {
        String yaml = MINIMAL.replace("sql: select 1", "file: revenue.sql");

        assertThatThrownBy(() -> SpecificationReader.read("spec.yaml", yaml, name -> {
                    throw new UncheckedIOException(new IOException("the bucket says no"));
                }))
                .isInstanceOf(SpecificationException.class)
                .hasMessage("Invalid specification, 1 problem(s):\n"
                        + "spec.yaml:6:19: transform.file: Cannot read 'revenue.sql': the bucket says no");
    }

    @Test
    void anAliasRepeatsAValue() {
        Specification specification = read(MINIMAL.replace("key: [day, shop]", "key: &key [day, shop], required: *key"))
                .specification();

        assertThat(specification.target().required()).containsExactly("day", "shop");
    }

    @Test
    void aMeasureTakesTheExpectationOfItsName() {
        Specification specification = read(MINIMAL + """
                        validation:
                          net_delta_expected: "-1%"
                          shops_delta_expected: 0 to 10
                          measures:
                            rows: count(*)
                            net: {expr: sum(net), per: total, tolerance: 0.005}
                        """).specification();

        assertThat(specification.validation().measures())
                .containsExactly(
                        new Measure("rows", "count(*)", Optional.empty(), Measure.Per.BATCH, BigDecimal.ZERO),
                        new Measure(
                                "net",
                                "sum(net)",
                                Optional.of(range("-1%")),
                                Measure.Per.TOTAL,
                                new BigDecimal("0.005")),
                        new Measure(
                                "shops",
                                "sum(shops)",
                                Optional.of(range("0 to 10")),
                                Measure.Per.BATCH,
                                BigDecimal.ZERO));
    }

    @Test
    void allowLargeAllowsALargeRangeAndLargeBatches() {
        String large = MINIMAL.replace("2024-12-01", "2001-01-01")
                + "execution: {partitions_per_batch: 365, allow_large: every year at once}\n";

        assertThat(read(large).specification().batches()).hasSize(25);
    }

    @Test
    void aPauseThatIsOffLeavesTheLivePipelineAlone() {
        String off = MINIMAL + "execution: {pause_during_live_pipeline: false, live_pipeline: {quiet_for: 15m}}\n";

        assertThat(read(off).specification().execution().livePipeline()).isEmpty();
    }

    @Test
    void publishesThroughAViewOnlyIfAskedTo() {
        String view = MINIMAL + "publish: {shadow: table, as: view, view: finance.revenue_current}\n";

        assertThat(read(MINIMAL).specification().publish()).isEqualTo(PublishRule.BY_COMMIT);
        assertThat(read(view).specification().publish())
                .isEqualTo(PublishRule.through(TableId.parse("finance.revenue_current")));
        assertThat(read(MINIMAL).specification().shadowTable()).isEqualTo(TableId.parse("finance.revenue"));
        assertThat(read(view).specification().shadowTable()).isEqualTo(TableId.parse("finance.amend_tax_fix"));
    }

    @Test
    void readsWhatIsWatchedAfterPublication() {
        String watched = MINIMAL + """
                watch:
                  - {name: dashboard-total, sql: select 1 where false}
                  - {name: export, severity: warn, sql: select 2 where false}
                """;

        assertThat(read(watched).specification().watch())
                .isEqualTo(new WatchRule(
                        List.of(),
                        List.of(
                                new WatchCheck("dashboard-total", Severity.FAIL, "select 1 where false"),
                                new WatchCheck("export", Severity.WARN, "select 2 where false"))));
    }

    @Test
    void readsWhichTablesAreWatchedBesidesTheTarget() {
        String watched = MINIMAL + """
                watch:
                  sources: [finance.export, lake.finance.rates]
                  checks:
                    - {name: export, sql: select 2 where false}
                """;

        assertThat(read(watched).specification().watch())
                .isEqualTo(new WatchRule(
                        List.of(TableId.parse("finance.export"), TableId.parse("lake.finance.rates")),
                        List.of(new WatchCheck("export", Severity.FAIL, "select 2 where false"))));
        assertThat(read(MINIMAL).specification().watch()).isEqualTo(new WatchRule(List.of(), List.of()));
    }

    @Test
    void whatHasNoEffectIsNotRefused() {
        String harmless = MINIMAL + """
                sources: {events: {table: a.b, pinned: true}}
                publish: {shadow: branch, as: commit, announce: []}
                execution: {probes: {}, live_pipeline: {windows: []}, pause_during_live_pipeline: true}
                watch: []
                profiles: {}
                """;

        assertThat(read(harmless).specification().sources()).hasSize(1);
    }

    @Test
    void refusesAFileOverOneMebibyte(@TempDir Path folder) throws IOException {
        String padding = "# ".repeat(600_000);
        Path file = Files.writeString(folder.resolve("spec.yaml"), MINIMAL + padding);
        String message = "The file is larger than 1 MiB: a specification is a page or two";

        assertThatThrownBy(() -> SpecificationReader.read(file)).hasMessageEndingWith("spec.yaml:1:1: " + message);
        assertThatThrownBy(() -> read(MINIMAL + padding)).hasMessageEndingWith("spec.yaml:1:1: " + message);
        assertThatThrownBy(() -> read(MINIMAL + "# " + "ä".repeat(600_000)))
                .hasMessageEndingWith("spec.yaml:1:1: " + message);
    }

    @Test
    void refusesAFileThatIsNotThere(@TempDir Path folder) {
        assertThatThrownBy(() -> SpecificationReader.read(folder.resolve("spec.yaml")))
                .isInstanceOf(SpecificationException.class)
                .hasMessageEndingWith("spec.yaml:1:1: Cannot read the specification: no such file");
        assertThatThrownBy(() -> SpecificationReader.read(folder)).isInstanceOf(SpecificationException.class);
    }

    private static ReadSpecification read(String yaml) {
        return SpecificationReader.read("spec.yaml", yaml, name -> {
            throw new IllegalStateException("No file is named");
        });
    }

    private static String digest(String yaml) {
        return read(yaml).specification().digest();
    }

    private static DeltaRange range(String text) {
        return DeltaRange.parse(text);
    }
}
