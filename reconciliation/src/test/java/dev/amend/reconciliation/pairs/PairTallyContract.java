package dev.amend.reconciliation.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.reconciliation.input.Column.Kind;
import dev.amend.specs.BatchGrid;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** How pairs are counted, however they are read from Spark. */
public abstract class PairTallyContract {
    private static final PairLayout LAYOUT =
            new PairLayout(true, List.of(Kind.NUMBER, Kind.SIGNATURE), 1, 1, List.of("tax"), new BatchGrid(0, 7));
    private static final long MONDAY = 20_000;
    private static final StructType PAIRS = StructType.fromDDL("""
            old_p bigint, new_p bigint, old_n bigint, new_n bigint, old_x bigint, old_s bigint, new_x bigint, new_s bigint,
            old_m0 decimal(12, 0), new_m0 decimal(12, 0), bits0 bigint,
            detail struct<
                rest_hash: bigint, rule: int,
                key: struct<day: bigint, shop: bigint>,
                old: struct<c0: decimal(12, 0), c1: bigint>,
                new: struct<c0: decimal(12, 0), c1: bigint>>,
            key bigint""");

    /** The pair that a row of {@code compare.sql} holds. */
    protected abstract Pair<?> pair(PairLayout layout, StructType pairs, Row row);

    @Test
    void tellsChangedAddedAndRemovedRowsApart() {
        PairTally tally = tallyOf(
                same(1, "10"),
                changed(2, "10", "9", 0),
                changed(3, "10", "8", -1),
                added(4, MONDAY, "5"),
                removed(5, MONDAY, "7"));

        PartitionTally monday = tally.partition(MONDAY);
        assertThat(monday.classes)
                .containsEntry(RowClass.SAME, 1L)
                .containsEntry(RowClass.CHANGED, 2L)
                .containsEntry(RowClass.ADDED, 1L)
                .containsEntry(RowClass.REMOVED, 1L);
        assertThat(monday.explained).containsExactly(1);
        assertThat(monday.unexplained).isEqualTo(3);
        assertThat(monday.changedColumns).containsExactly(2, 0);
        assertThat(monday.figuresBefore.get(0)).isEqualTo(new BigDecimal("37"));
        assertThat(monday.figuresAfter.get(0)).isEqualTo(new BigDecimal("32"));
        assertThat(contribution(tally, "rule:tax").delta()).isEqualByComparingTo("-1");
        assertThat(contribution(tally, "unexplained").delta()).isEqualByComparingTo("-2");
        assertThat(contribution(tally, "added, unexplained").delta()).isEqualByComparingTo("5");
        assertThat(contribution(tally, "removed, unexplained").delta()).isEqualByComparingTo("-7");
    }

    @Test
    void findsARowThatMovedToTheNeighbourDay() {
        PairTally tally = tallyOf(removed(6, MONDAY, "7"), added(6, MONDAY + 1, "7"), added(7, MONDAY, "1"));

        Set<Long> moved = MovedRows.find(tally).keySet();

        assertThat(moved).containsExactlyInAnyOrder(keyHash(6, MONDAY), keyHash(6, MONDAY + 1));
        assertThat(tally.partition(MONDAY).count(RowClass.REMOVED)).isZero();
        assertThat(tally.partition(MONDAY).unexplained).isEqualTo(1);
        assertThat(tally.partition(MONDAY + 1).count(RowClass.ADDED)).isZero();
        assertThat(tally.partition(MONDAY + 1).count(RowClass.MOVED)).isEqualTo(1);
        assertThat(tally.partition(MONDAY + 1).unexplained).isEqualTo(1);
        assertThat(contribution(tally, "moved, unexplained").delta()).isEqualByComparingTo("0");
        assertThat(contribution(tally, "removed, unexplained").rows()).isZero();
    }

    @Test
    void comesToTheSameInAnyOrderAndAnyNumberOfTasks() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(i % 7 == 0 ? added(i, MONDAY, "3") : changed(i, "10", Integer.toString(i), i % 2 - 1));
        }
        PairTally whole = tallyOf(rows.toArray(Row[]::new));
        Collections.shuffle(rows, new Random(7));

        PairTally first = tallyOf(rows.subList(0, 100).toArray(Row[]::new));
        first.addAll(tallyOf(rows.subList(100, 300).toArray(Row[]::new)));

        assertThat(first.picks().samples()).isEqualTo(whole.picks().samples()).hasSize(20);
        for (TopDelta.Ranking ranking : TopDelta.Ranking.values()) {
            assertThat(first.picks().top(0, ranking))
                    .isEqualTo(whole.picks().top(0, ranking))
                    .hasSize(20);
        }
        assertThat(first.columns().get(0).change("net"))
                .isEqualTo(whole.columns().get(0).change("net"));
        assertThat(first.partition(MONDAY).after.fingerprint())
                .isEqualTo(whole.partition(MONDAY).after.fingerprint());
    }

    /** Each task keeps so many at most, and so does the driver, however many tasks there are. */
    @Test
    void keepsNoLoneRowsAtAllIfThereAreTooMany() {
        PairTally enough = lone(0, PairTally.LONE_ROWS);
        PairTally tooMany = lone(0, PairTally.LONE_ROWS);
        tooMany.addAll(lone(PairTally.LONE_ROWS, 1));
        tooMany.addAll(lone(PairTally.LONE_ROWS + 1, 1));

        assertThat(enough.loneRows()).hasSize(PairTally.LONE_ROWS);
        assertThat(enough.hasTooManyLoneRows()).isFalse();
        assertThat(tooMany.loneRows()).isEmpty();
        assertThat(tooMany.hasTooManyLoneRows()).isTrue();
        assertThat(MovedRows.find(tooMany)).isEmpty();
    }

    private PairTally lone(int first, int rows) {
        return tallyOf(IntStream.range(first, first + rows)
                .mapToObj(i -> added(i, MONDAY, "1"))
                .toArray(Row[]::new));
    }

    /** What moved a measure by little may be all that a row had. */
    @Test
    void ranksRowsByHowFarTheyMovedAndInProportionToWhatTheyWere() {
        PairTally tally = tallyOf(
                changed(1, "1000", "900", 0),
                changed(2, "10", "1", 0),
                changed(3, "-100", "-160", 0),
                changed(4, "0", "5", 0),
                changed(5, "7", "7", 0),
                removed(6, MONDAY, "40"));

        assertThat(moves(tally, TopDelta.Ranking.ABSOLUTE))
                .containsExactly("1000 → 900", "-100 → -160", "40 → 0", "10 → 1", "0 → 5");
        assertThat(moves(tally, TopDelta.Ranking.RELATIVE))
                .as("without what came from nothing")
                .containsExactly("40 → 0", "10 → 1", "-100 → -160", "1000 → 900");
    }

    @Test
    void keepsTheRowsThatAreFirstInARankingWhateverTheOther() {
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i <= 2 * RowPicks.TOP; i++) {
            // the larger a row was the farther it moved, and the less in proportion
            rows.add(changed(i, Integer.toString(100 * i), Integer.toString(100 * i - 20 - i), 0));
        }
        Collections.shuffle(rows, new Random(3));
        PairTally tally = tallyOf(rows.subList(0, 15).toArray(Row[]::new));
        tally.addAll(tallyOf(rows.subList(15, rows.size()).toArray(Row[]::new)));

        assertThat(moves(tally, TopDelta.Ranking.ABSOLUTE))
                .hasSize(RowPicks.TOP)
                .startsWith("4000 → 3940", "3900 → 3841")
                .endsWith("2100 → 2059");
        assertThat(moves(tally, TopDelta.Ranking.RELATIVE))
                .hasSize(RowPicks.TOP)
                .startsWith("100 → 79", "200 → 178")
                .endsWith("2000 → 1960");
    }

    private static List<String> moves(PairTally tally, TopDelta.Ranking ranking) {
        return tally.picks().top(0, ranking).stream()
                .map(row -> "%s → %s".formatted(row.before(), row.after()))
                .toList();
    }

    @Test
    void keepsRowsWithoutAKeyApart() {
        PairTally tally = tallyOf(
                lone(RowClass.REMOVED, 0, MONDAY, "4", true),
                lone(RowClass.ADDED, 0, MONDAY, "4", true),
                lone(RowClass.ADDED, 0, MONDAY + 1, "4", true));

        assertThat(tally.partition(MONDAY).classes).isEmpty();
        assertThat(tally.partition(MONDAY).differingNullKeys()).isZero();
        assertThat(tally.partition(MONDAY + 1).nullKeysAfter.rows).isEqualTo(1);
        assertThat(tally.partition(MONDAY + 1).differingNullKeys()).isEqualTo(1);
    }

    private PairTally tallyOf(Row... rows) {
        PairTally tally = new PairTally(LAYOUT);
        for (Row row : rows) {
            tally.add(pair(LAYOUT, PAIRS, row));
        }
        return tally;
    }

    private static Contribution contribution(PairTally tally, String cause) {
        return tally.cause(cause).contribution("net", 0, cause);
    }

    private static Row same(int key, String net) {
        BigDecimal value = new BigDecimal(net);
        return RowFactory.create(
                MONDAY, MONDAY, 1L, 1L, 1L * key, 1L, 1L * key, 1L, value, value, 0L, null, keyHash(key, MONDAY));
    }

    private static Row changed(int key, String before, String after, int rule) {
        BigDecimal old = new BigDecimal(before);
        BigDecimal now = new BigDecimal(after);
        return RowFactory.create(
                MONDAY,
                MONDAY,
                1L,
                1L,
                1L * key,
                1L,
                2L * key,
                1L,
                old,
                now,
                1L,
                detail(key, MONDAY, rule, false, RowFactory.create(old, null), RowFactory.create(now, null)),
                keyHash(key, MONDAY));
    }

    private static Row added(int key, long partition, String net) {
        return lone(RowClass.ADDED, key, partition, net, false);
    }

    private static Row removed(int key, long partition, String net) {
        return lone(RowClass.REMOVED, key, partition, net, false);
    }

    private static Row lone(RowClass rowClass, int key, long partition, String net, boolean nullKey) {
        BigDecimal value = new BigDecimal(net);
        Row nothing = RowFactory.create(null, null);
        Row something = RowFactory.create(value, null);
        return rowClass == RowClass.ADDED
                ? RowFactory.create(
                        null,
                        partition,
                        null,
                        1L,
                        null,
                        null,
                        1L * key,
                        1L,
                        null,
                        value,
                        1L,
                        detail(key, partition, -1, nullKey, nothing, something),
                        keyHash(key, partition))
                : RowFactory.create(
                        partition,
                        null,
                        1L,
                        null,
                        1L * key,
                        1L,
                        null,
                        null,
                        value,
                        null,
                        1L,
                        detail(key, partition, -1, nullKey, something, nothing),
                        keyHash(key, partition));
    }

    private static Row detail(int key, long partition, int rule, boolean nullKey, Row before, Row after) {
        Object shop = nullKey ? null : 1L * key;
        return RowFactory.create(1L * key, rule, RowFactory.create(partition, shop), before, after);
    }

    private static long keyHash(int key, long partition) {
        return key * 1_000_003L + partition;
    }
}
