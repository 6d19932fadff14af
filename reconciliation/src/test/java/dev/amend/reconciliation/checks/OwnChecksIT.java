package dev.amend.reconciliation.checks;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.Lake;
import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.Reconciler;
import dev.amend.reconciliation.SpecificationBuilder;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.specs.Batch;
import dev.amend.specs.Level;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries of a specification's own, over two batches of one day each. */
final class OwnChecksIT {
    private static final String TABLE = "lake.finance.checked";
    private static final Lake LAKE = Lake.open();
    private static final String FIRST = "2024-12-02";
    private static final String SECOND = "2024-12-03";
    private static Rewritten snapshots = new Rewritten(0, 0);

    @BeforeAll
    static void rewrite() {
        snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, net decimal(10,2), gross decimal(10,2), tags map<string, int>, note string",
                "day",
                """
                values (date'2024-12-02', 1, 10.00, 12.00, map('a', 1, 'b', 2), 'same'),
                       (date'2024-12-02', 2, 20.00, 24.00, map(), 'net changes'),
                       (date'2024-12-02', 3, 30.00, 36.00, null, 'leaves'),
                       (date'2024-12-03', 5, 50.00, 60.00, null, '12x')""",
                """
                values (date'2024-12-02', 1, 10.00, 12.00, map('b', 2, 'a', 1), 'same'),
                       (date'2024-12-02', 2, 19.00, 24.00, map(), 'net changes'),
                       (date'2024-12-02', 4, -1.00, 48.00, null, 'is new'),
                       (date'2024-12-03', 5, -5.00, 60.00, null, '12x')""");
    }

    @Test
    void passIfTheyReturnNoRow() {
        Finding found = run("select * from new where net > gross", Severity.FAIL, FIRST);

        assertThat(found).isEqualTo(new Finding(Level.ROW, "check:own", Outcome.PASS, FIRST, "no row", "no row"));
    }

    @Test
    void showTheRowsThatTheyReturn() {
        Finding found = run("select k, net from new where net < 0", Severity.FAIL, FIRST);

        assertThat(found.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(found.found()).isEqualTo("1 row: {\"k\":4,\"net\":-1.00}");
    }

    @Test
    void onlyWarnIfTheyAreToldTo() {
        assertThat(run("select k from new where net < 0", Severity.WARN, FIRST).outcome())
                .isEqualTo(Outcome.WARN);
    }

    @Test
    void seeTheRowsOfTheirBatchAlone() {
        assertThat(run("select k from old union all select k from new", Severity.FAIL, SECOND)
                        .found())
                .isEqualTo("2 rows: {\"k\":5}, {\"k\":5}");
        assertThat(run("select :batch_start as day", Severity.FAIL, SECOND).found())
                .isEqualTo("1 row: {\"day\":\"2024-12-03\"}");
    }

    @Test
    void seeWhatBecameOfEachKey() {
        Specification specification = specification(
                "select k, class, rule, old.net as was, new.net as is from changes",
                Severity.FAIL,
                "tax",
                "new.net = old.net - 1");

        assertThat(run(specification, FIRST).found())
                .isEqualTo("3 rows: {\"k\":2,\"class\":\"changed\",\"rule\":\"tax\",\"was\":20.00,\"is\":19.00}, "
                        + "{\"k\":3,\"class\":\"removed\",\"was\":30.00}, {\"k\":4,\"class\":\"added\",\"is\":-1.00}");
    }

    /** A key that went from one batch to another was removed from the one and added to the other, as in their reports. */
    @Test
    void seeEachBatchOnItsOwnAlsoWhereManyAreAskedAtOnce() {
        String table = "lake.finance.checked_over_batches";
        Rewritten moved = LAKE.rewritten(
                table,
                "day date, k int, net int",
                "day",
                "values (date'2024-12-02', 1, 5), (date'2024-12-02', 2, 7), (date'2024-12-04', 4, 9)",
                "values (date'2024-12-02', 2, 8), (date'2024-12-03', 1, 5), (date'2024-12-04', 4, 10)");
        Specification specification = aSpecification()
                .of(table)
                .key("k")
                .partitionedBy("day", PartitionUnit.DAY)
                .partitionsPerBatch(1)
                .build();
        SparkSession session = LAKE.session();

        BatchViews.registerAll(
                session,
                specification,
                moved.baseline(),
                moved.shadow(),
                specification.batches().stream().limit(2).map(Batch::range).toList());

        assertThat(session.sql("select k, class from changes order by k, class").collectAsList())
                .extracting(row -> row.getInt(0) + " " + row.getString(1))
                .containsExactly("1 added", "1 removed", "2 changed");
    }

    /** As in the report: rows of one key can't be paired, and are not multiplied by each other. */
    @Test
    void seeAKeyOnceHoweverOftenItIsThere() {
        String table = "lake.finance.checked_twice";
        Rewritten twice = LAKE.rewritten(
                table,
                "day date, k int, net int",
                "day",
                "select date'2024-12-02', cast(if(id < 200, 1, 2) as int), cast(id as int) from range(400)"
                        + " union all values (date'2024-12-02', null, 1), (date'2024-12-02', null, 1), (date'2024-12-02', 3, 1)",
                "select date'2024-12-02', cast(if(id < 200, 1, 2) as int), cast(if(id = 399, 0, id) as int) from range(400)"
                        + " union all values (date'2024-12-02', null, 1), (date'2024-12-02', 3, 1), (date'2024-12-02', 3, 1)");
        Specification specification = aSpecification()
                .of(table)
                .key("k")
                .partitionedBy("day", PartitionUnit.DAY)
                .rule("any", "old.k is not null or new.k is not null")
                .build();
        SparkSession session = LAKE.session();

        BatchViews.registerAll(
                session,
                specification,
                twice.baseline(),
                twice.shadow(),
                specification.batches().stream().map(Batch::range).toList());

        assertThat(session.sql("select k, class, rule from changes order by k, class")
                        .collectAsList())
                .extracting(row -> "%s %s %s".formatted(row.get(0), row.getString(1), row.getString(2)))
                .containsExactly(
                        "null added null",
                        "null removed null",
                        "null removed null",
                        "2 duplicate null",
                        "3 duplicate null");
    }

    /** Its rows stay where they are: a few are shown, always the same. */
    @Test
    void areBoundedHoweverMuchTheyReturn() {
        String found = run("select id, repeat('x', 300) as filling from range(0, 1000000, 1, 7)", Severity.FAIL, FIRST)
                .found();

        assertThat(found)
                .startsWith("1,000,000 rows: {\"id\":0,\"filling\":\"xxx")
                .endsWith("…, …");
        assertThat(found.length()).isLessThan(700);
        assertThat(run("select id, repeat('x', 300) as filling from range(0, 1000000, 1, 3)", Severity.FAIL, FIRST)
                        .found())
                .isEqualTo(found);
    }

    /** Rows of 4 to 11 MB: what a task answers is nothing of that size. */
    @Test
    void areCutBeforeTheyLeaveTheExecutors() throws TimeoutException {
        LargestResult largest = new LargestResult();
        LAKE.session().sparkContext().addSparkListener(largest);
        try {
            String found = run("select k, repeat(note, 1000000) as text from old", Severity.FAIL, FIRST)
                    .found();

            assertThat(found)
                    .startsWith("3 rows: {\"k\":1,\"text\":\"samesame")
                    .contains(", {\"k\":3,\"text\":\"leavesleaves");
            assertThat(found.length()).isLessThan(700);
            assertThat(largest.bytes()).isBetween(1L, 100_000L);
        } finally {
            LAKE.session().sparkContext().removeSparkListener(largest);
        }
    }

    /** The 200th character is the first one of a text that Java stores in two pieces. */
    @Test
    void areNotCutInTheMiddleOfACharacter() {
        String json = "{\"a\":\"" + "x".repeat(200 - 7) + "\uD83D\uDE00\uD83D\uDE00";

        assertThat(run("select concat(repeat('x', 193), '\uD83D\uDE00\uD83D\uDE00') as a", Severity.FAIL, FIRST)
                        .found())
                .isEqualTo("1 row: " + json.substring(0, 201) + "…");
    }

    @ParameterizedTest
    @CsvSource({
        "select nett from new, UNRESOLVED_COLUMN",
        "'select k,, net from new', PARSE_SYNTAX_ERROR",
        "select cast(note as int) from new, CAST_INVALID_INPUT",
        "select raise_error('too late') from new, too late",
        "select k / (k - k) from new, DIVIDE_BY_ZERO",
    })
    void failIfTheirQueryDoes(String sql, String reason) {
        Finding found = run(sql, Severity.FAIL, SECOND);

        assertThat(found.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(found.found())
                .startsWith("the query can't be answered: ")
                .contains(reason)
                .doesNotContain("\n");
    }

    /** Which of several values Spark meets first is chance, and a finding is in the digest. */
    @Test
    void failAlikeWhicheverValueTheyMeetFirst() {
        assertThat(run("select cast(note as int) from new order by note", Severity.WARN, FIRST)
                        .found())
                .isEqualTo(run("select cast(note as int) from new order by note desc", Severity.WARN, FIRST)
                        .found())
                .startsWith(
                        "the query can't be answered: [CAST_INVALID_INPUT] The value <expression> of the type \"STRING\""
                                + " cannot be cast to \"INT\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select * from changes", "select map('a', 1) as m, array(struct(1)) as a, null as n"})
    void showValuesOfAnyType(String sql) {
        assertThat(run(sql, Severity.FAIL, SECOND).found()).startsWith("1 row: {");
    }

    @Test
    void ofBatchesComparedTogetherSeeEachItsOwn() {
        Specification specification = specification("select k from new where net < 0", Severity.FAIL);
        List<BatchInput> inputs =
                specification.batches().stream().map(OwnChecksIT::input).toList();

        List<BatchReconciliation> found = new Reconciler(specification, (session, batch) -> {})
                .reconcile(LAKE.session(), new BatchGroup(inputs, new NewRows.InShadow(snapshots.shadow())));

        assertThat(found).map(batch -> own(batch).found()).containsExactly("1 row: {\"k\":4}", "1 row: {\"k\":5}");
    }

    private static Finding run(String sql, Severity severity, String day) {
        return run(specification(sql, severity), day);
    }

    private static Finding run(Specification specification, String day) {
        Batch batch = specification.batches().stream()
                .filter(each -> each.id().equals(day))
                .findFirst()
                .orElseThrow();
        TargetColumns columns = TargetColumns.of(
                specification,
                TableHistory.ofTarget(LAKE.session(), specification)
                        .at(snapshots.baseline())
                        .schema());
        return new OwnChecks(specification, columns)
                .run(LAKE.session(), input(batch))
                .get(0);
    }

    private static BatchInput input(Batch batch) {
        return new BatchInput(
                batch,
                snapshots.baseline(),
                new NewRows.InShadow(snapshots.shadow()),
                Map.of("batch_start", batch.id()),
                Long.MAX_VALUE);
    }

    private static Finding own(BatchReconciliation found) {
        return found.findings().stream()
                .filter(finding -> finding.check().startsWith("check:"))
                .findFirst()
                .orElseThrow();
    }

    private static Specification specification(String sql, Severity severity, String... rule) {
        SpecificationBuilder builder = aSpecification()
                .of(TABLE)
                .partitionedBy("day", PartitionUnit.DAY)
                .key("day", "k")
                .volatileColumns()
                .over(FIRST, SECOND)
                .partitionsPerBatch(1)
                .check("own", severity, sql);
        if (rule.length == 2) {
            builder.rule(rule[0], rule[1]);
        }
        return builder.build();
    }

    /** How large the largest answer of a task was, as it came to the driver. */
    private static final class LargestResult extends SparkListener {
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd ended) {
            bytes.accumulateAndGet(ended.taskMetrics().resultSize(), Math::max);
        }

        long bytes() throws TimeoutException {
            LAKE.session().sparkContext().listenerBus().waitUntilEmpty();
            return bytes.get();
        }
    }
}
