package dev.amend.reconciliation;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.KeyValues;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.pairs.Comparison;
import dev.amend.reconciliation.pairs.Pairing;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A table that is bucketed by its key needs no shuffle to be compared, if Spark is told to make use of it: rows of one key
 * lie in one bucket on both sides. That only works as long as keys are compared by {@code =}.
 */
final class StoragePartitionedJoinIT {
    private static final String TABLE = "lake.finance.bucketed";
    private static final Lake LAKE = Lake.open();
    private static final Map<String, String> SETTINGS = Map.of(
            "spark.sql.sources.v2.bucketing.enabled", "true",
            "spark.sql.iceberg.planning.preserve-data-grouping", "true",
            "spark.sql.requireAllClusterKeysForCoPartition", "false");
    private static final Pattern EXCHANGE = Pattern.compile("\\bExchange\\b");
    private static final Specification SPECIFICATION = aSpecification()
            .of(TABLE)
            .partitionedBy("day", PartitionUnit.DAY)
            .key("day", "k")
            .volatileColumns()
            .measure("revenue", "sum(net)", "0%", Measure.Per.BATCH)
            .build();

    private static Rewritten snapshots;

    @BeforeAll
    static void table() {
        String rows =
                "select date_add(date'2024-12-02', cast(id %% 7 as int)), cast(id as int), %s, concat('n', id) from range(7000)";
        snapshots = LAKE.rewritten(
                TABLE,
                "day date, k int, net decimal(12,2), note string",
                "day, bucket(8, k)",
                rows.formatted("cast(id as decimal(12,2))"),
                rows.formatted("cast(if(id = 4711, 0, id) as decimal(12,2))"));
    }

    @ParameterizedTest
    @EnumSource(Pairing.class)
    void comparesBucketsWithoutAShuffle(Pairing pairing) {
        assertThat(storagePartitioned(() -> exchanges(pairing, statement(pairing))))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(Pairing.class)
    void wouldShuffleBothSidesIfNullKeysWerePairedToo(Pairing pairing) {
        String nullSafe =
                statement(pairing).replaceAll("(?m)^on .*$", "on old.`day` <=> new.`day` and old.`k` <=> new.`k`");

        assertThat(nullSafe).isNotEqualTo(statement(pairing));
        assertThat(storagePartitioned(() -> exchanges(pairing, nullSafe))).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Pairing.class)
    void shufflesBothSidesWhereSparkIsNotToldOfBuckets(Pairing pairing) {
        assertThat(exchanges(pairing, statement(pairing))).isEqualTo(2);
    }

    @Test
    void findsTheSameEitherWay() {
        BatchReconciliation shuffled = reconciled();

        assertThat(storagePartitioned(StoragePartitionedJoinIT::reconciled)).isEqualTo(shuffled);
        assertThat(shuffled.measures())
                .singleElement()
                .satisfies(revenue -> assertThat(revenue.delta().orElseThrow()).isEqualByComparingTo("-4711"));
    }

    /** With Spark told to make use of buckets; afterwards the session is as it was. */
    private static <T> T storagePartitioned(Supplier<T> work) {
        SETTINGS.forEach((name, value) -> LAKE.session().conf().set(name, value));
        try {
            return work.get();
        } finally {
            SETTINGS.keySet().forEach(name -> LAKE.session().conf().unset(name));
        }
    }

    private static BatchReconciliation reconciled() {
        BatchInput input = new BatchInput(
                SPECIFICATION.batches().get(0),
                snapshots.baseline(),
                new NewRows.InShadow(snapshots.shadow()),
                Map.of(),
                Long.MAX_VALUE);
        return new Reconciler(SPECIFICATION, (unused, batch) -> {}).reconcile(LAKE.session(), input);
    }

    private static String statement(Pairing pairing) {
        return comparison(pairing).statement(snapshots.relations(LAKE.session(), SPECIFICATION), JobScale.DISTRIBUTED);
    }

    private static Comparison comparison(Pairing pairing) {
        TargetColumns columns = TargetColumns.of(
                SPECIFICATION,
                TableHistory.ofTarget(LAKE.session(), SPECIFICATION)
                        .at(snapshots.baseline())
                        .schema());
        return new Comparison(SPECIFICATION, columns, List.of(), KeyValues.ANY, pairing, new TreeMap<>());
    }

    private static long exchanges(Pairing pairing, String statement) {
        pairing.register(LAKE.session());
        String plan = LAKE.session()
                .sql(
                        statement,
                        comparison(pairing)
                                .parameters(SPECIFICATION.batches().get(0).range()))
                .queryExecution()
                .executedPlan()
                .toString();
        assertThat(plan).contains("Join").contains("FullOuter");
        return EXCHANGE.matcher(plan).results().count();
    }
}
