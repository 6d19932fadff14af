package dev.amend.reconciliation;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.RowView.KeyPart;
import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.BatchSources;
import dev.amend.reconciliation.input.KeyValues;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.pairs.Comparison;
import dev.amend.reconciliation.pairs.Pairing;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import dev.amend.specs.error.AmendException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How batches are compared, and what is said if they cannot be. */
final class ReconcilerIT extends ComparedTables {
    @Test
    void joinsWithEqualsAndAggregatesByHash() {
        Rewritten snapshots =
                table("name string, tags array<string>, amount double", "('a', null, 1D)", "('b', null, 2D)");
        Specification specification =
                keyed(TABLE).measure("amount", "sum(amount)").build();

        BatchReconciliation found = reconcile(specification, snapshots);
        TargetColumns columns = TargetColumns.of(
                specification,
                TableHistory.ofTarget(LAKE.session(), specification)
                        .at(snapshots.baseline())
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
                TableHistory.ofTarget(LAKE.session(), specification)
                        .at(snapshots.baseline())
                        .schema());
        Comparison comparison =
                new Comparison(specification, columns, List.of(), KeyValues.ANY, Pairing.BY_ROW, new TreeMap<>());
        Pairing.BY_ROW.register(LAKE.session());

        String plan = LAKE.session()
                .sql(
                        comparison.statement(snapshots.relations(LAKE.session(), specification), JobScale.DISTRIBUTED),
                        comparison.parameters(specification.batches().get(0).range()))
                .queryExecution()
                .executedPlan()
                .toString();

        assertThat(plan).contains("SortMergeJoin").doesNotContain("Aggregate", "Window");
        assertThat(plan.split("Exchange hashpartitioning", -1)).hasSize(3);
        assertThat(plan.split(" Sort \\[", -1)).hasSize(3);
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
                .source("ledger")
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
                .hasMessage(
                        "Cannot evaluate validation.measures.net 'summ(net)': it calls summ(), which is not a known built-in function of Spark");
        assertThatThrownBy(() -> reconcile(keyed(TABLE).unchanged("gross").build(), snapshots))
                .isInstanceOf(AmendException.class)
                .hasMessage(
                        "Cannot compare lake.finance.compared: validation.unchanged names column 'gross', which the table has not");
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
}
