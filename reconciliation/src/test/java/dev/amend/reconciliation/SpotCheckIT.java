package dev.amend.reconciliation;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.reconciliation.SpotCheck.Found;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** O5: rows that are derived again, beside what is stored. */
final class SpotCheckIT {
    private static final Lake LAKE = Lake.open();
    private static final String TABLE = "lake.finance.spot_checked";
    private static final long SEED = 7;

    /** Two thousand keys of one day, with something of every kind of type. */
    private static final String ROWS = """
            select date'2024-12-02' as day, id as k, cast(id as decimal(10, 2)) as net, if(id % 3 = 0, null, 'null') as note,
                   if(id % 5 = 0, double('NaN'), id / 7D) as rate, array(id, null) as tags, map('b', 2, 'a', id) as counts,
                   unhex('0f') as raw, current_timestamp() as loaded_at
            from range(2000)""";

    private static long snapshot;

    @BeforeAll
    static void storesThem() {
        LAKE.run(
                "drop table if exists " + TABLE,
                "create table %s (day date, k bigint, net decimal(12, 2), note string, rate double, tags array<bigint>, counts map<string, bigint>, raw binary, loaded_at timestamp) using iceberg partitioned by (day)"
                        .formatted(TABLE),
                "insert into %s %s".formatted(TABLE, ROWS));
        snapshot = LAKE.snapshot(TABLE);
    }

    @Test
    void findsRowsAsTheyWereStored() {
        assertThat(check(keyed(), 1, ROWS)).isEqualTo(new Found(2000, 0, Optional.empty()));
        // written in the column's type, whatever the transform computes
        assertThat(check(
                        keyed(),
                        1,
                        "select day, k, cast(net as decimal(30, 9)) as net, note, rate, tags, counts, raw, loaded_at from (%s)"
                                .formatted(ROWS)))
                .isEqualTo(new Found(2000, 0, Optional.empty()));
    }

    @Test
    void drawsAboutTheShareThatIsAskedForTheSameRowsEachTime() {
        Found found = check(keyed(), 0.1, ROWS);

        assertThat(found.rows()).isBetween(140L, 260L);
        assertThat(found.differing()).isZero();
        assertThat(check(keyed(), 0.1, ROWS)).isEqualTo(found);
        Found others = check(keyed(), 0.1, (ROWS + " where id % 2 = 0"));
        assertThat(others.rows()).isEqualTo(found.rows());
        assertThat(others.differing()).isBetween(found.rows() / 4, found.rows() * 3 / 4);
    }

    @Test
    void tellsHowManyKeysAreNotStoredAsTheyAreDerived() {
        String changed = "select day, k, if(k = 42, net + 0.01, net) as net, if(k = 99, 'null', note) as note, rate, "
                + "if(k = 100, array(k), tags) as tags, counts, raw, loaded_at from (%s)";

        assertThat(check(keyed(), 1, changed.formatted(ROWS)))
                .isEqualTo(new Found(2000, 3, Optional.of("{\"day\":\"2024-12-02\",\"k\":\"100\"}")));
        assertThat(check(keyed(), 1, (ROWS + " where id <> 5"))).satisfies(missing -> {
            assertThat(missing.differing()).isEqualTo(1);
            assertThat(missing.rows()).isEqualTo(2000);
        });
        assertThat(check(keyed(), 1, ROWS + " union all " + (ROWS + " where id = 5"))
                        .differing())
                .isEqualTo(1);
    }

    @Test
    void comparesRowsOfATableWithoutAKeyAsABag() {
        Specification specification = aSpecification()
                .of(TABLE)
                .key()
                .partitionedBy("day", PartitionUnit.DAY)
                .volatileColumns("loaded_at")
                .build();

        assertThat(check(specification, 1, ROWS)).isEqualTo(new Found(2000, 0, Optional.empty()));
        assertThat(check(specification, 1, ROWS + " union all " + (ROWS + " where id = 5")))
                .isEqualTo(new Found(2000, 1, Optional.of("{\"day\":\"2024-12-02\"}")));
    }

    @Test
    void tellsRowsWithoutAKeyApartByWhatIsCompared() {
        Specification specification = aSpecification()
                .of(TABLE)
                .key()
                .partitionedBy("day", PartitionUnit.DAY)
                .volatileColumns("loaded_at")
                .tolerance("rate", "0.1", "0")
                .build();

        assertThat(check(
                                specification,
                                1,
                                "select day, k, net, note, rate + 0.001D as rate, tags, counts, raw, loaded_at from (%s)"
                                        .formatted(ROWS))
                        .differing())
                .isZero();
        assertThatThrownBy(() -> new SpotCheck(specification, 0.5, SEED)).isInstanceOf(IllegalArgumentException.class);
    }

    /** As rows are written. */
    @Test
    void findsTheFieldsOfAStructureByTheirNames() {
        String table = "lake.finance.spot_checked_structures";
        LAKE.run(
                "drop table if exists " + table,
                "create table %s (day date, k int, s struct<a: int, b: int>) using iceberg partitioned by (day)"
                        .formatted(table),
                "insert into %s values (date'2024-12-02', 1, named_struct('a', 1, 'b', 2))".formatted(table));
        Specification specification = aSpecification()
                .of(table)
                .key("day", "k")
                .partitionedBy("day", PartitionUnit.DAY)
                .build();

        Found found = new SpotCheck(specification, 1, SEED)
                .compare(
                        TableHistory.ofShadow(LAKE.session(), specification).at(LAKE.snapshot(table)),
                        specification.batches().get(0).range(),
                        LAKE.session()
                                .sql("select named_struct('b', 2L, 'a', 1L) as s, 1 as k, date'2024-12-02' as day"));

        assertThat(found).isEqualTo(new Found(1, 0, Optional.empty()));
    }

    @Test
    void doesNotShowASensitiveKey() {
        Specification specification = daily().sensitive("k").build();

        assertThat(check(specification, 1, (ROWS + " where id <> 5")).example())
                .contains("{\"day\":\"2024-12-02\",\"k\":\"•••\"}");
    }

    @Test
    void leavesOutWhatMayDiffer() {
        Specification specification = daily().tolerance("rate", "0.1", "0").build();
        String noisy = "select day, k, net, note, rate + 0.001D as rate, tags, counts, raw, loaded_at from (%s)"
                .formatted(ROWS);

        assertThat(new SpotCheck(specification, 1, SEED).leftOut()).containsExactly("loaded_at", "rate");
        assertThat(check(specification, 1, noisy).differing()).isZero();
        // NaN stays NaN
        assertThat(check(keyed(), 1, noisy).differing()).isEqualTo(1600);
    }

    /** Only then does a check cost less than deriving everything. With the guard that every transform runs under. */
    @Test
    void drawsBeforeTheTransformGroups() {
        Dataset<Row> grouped = LAKE.session().sql("""
                        select * from (
                            select day, k, sum(net) as net, first(note) as note, first(rate) as rate, first(tags) as tags,
                                   first(counts) as counts, first(raw) as raw, max(loaded_at) as loaded_at
                            from %s
                            group by day, k)
                        where if(day >= date'2024-12-02', true, cast(raise_error('outside') as boolean))""".formatted(TABLE));

        String plan = new SpotCheck(keyed(), 0.1, SEED)
                .drawn(grouped, TargetColumns.of(keyed(), grouped.schema()), -1)
                .queryExecution()
                .optimizedPlan()
                .toString();

        assertThat(plan.indexOf("Aggregate")).isNotNegative().isLessThan(plan.indexOf("pmod("));
    }

    private static SpecificationBuilder daily() {
        return aSpecification()
                .of(TABLE)
                .key("day", "k")
                .partitionedBy("day", PartitionUnit.DAY)
                .volatileColumns("loaded_at");
    }

    private static Specification keyed() {
        return daily().build();
    }

    private static Found check(Specification specification, double share, String derived) {
        PartitionRange batch = specification.batches().get(0).range();
        return new SpotCheck(specification, share, SEED)
                .compare(
                        TableHistory.ofShadow(LAKE.session(), specification).at(snapshot),
                        batch,
                        LAKE.session().sql(derived));
    }
}
