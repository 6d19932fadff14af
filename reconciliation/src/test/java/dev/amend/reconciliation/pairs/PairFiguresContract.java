package dev.amend.reconciliation.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.input.Column.Kind;
import dev.amend.specs.BatchGrid;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the figures of a pair are read, however Spark keeps them. */
public abstract class PairFiguresContract {
    private static final PairLayout LAYOUT =
            new PairLayout(true, List.of(Kind.NUMBER), 4, 4, List.of(), new BatchGrid(0, 7));
    private static final StructType PAIRS = StructType.fromDDL("""
            old_p bigint, new_p bigint, old_n bigint, new_n bigint, old_x bigint, old_s bigint, new_x bigint, new_s bigint,
            old_m0 decimal(18, 2), new_m0 decimal(18, 2), old_m1 decimal(22, 2), new_m1 decimal(22, 2),
            old_m2 int, new_m2 int, old_m3 bigint, new_m3 bigint, bits0 bigint,
            detail struct<rest_hash: bigint, rule: int, key: struct<k: int>, old: struct<c0: int>, new: struct<c0: int>>,
            key bigint""");

    /** The pair that a row of {@code compare.sql} holds, in each form in which Spark may hand it over. */
    protected abstract List<Pair<?>> pairs(PairLayout layout, StructType pairs, Row row);

    /** Around what fits into one byte, into seven and into eight. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.00",
                "1.28",
                "-1.28",
                "-1.29",
                "360287970189639.68",
                "-360287970189639.69",
                "92233720368547758.07",
                "92233720368547758.08",
                "-92233720368547758.08",
                "-92233720368547758.09",
                "-12345678901234567890.12"
            })
    void readsFiguresAsTheyAreHoweverSparkKeepsThem(String number) {
        BigDecimal value = new BigDecimal(number);
        BigDecimal small = new BigDecimal("-7.50");
        Row row = row(null, small, value, null, -7, 8, Long.MIN_VALUE, null);

        assertThat(pairs(LAYOUT, PAIRS, row)).isNotEmpty().allSatisfy(pair -> {
            assertThat(figures(pair.before()))
                    .containsExactly(BigDecimal.ZERO, value, new BigDecimal(-7), BigDecimal.valueOf(Long.MIN_VALUE));
            assertThat(figures(pair.after()))
                    .containsExactly(small, BigDecimal.ZERO, new BigDecimal(8), BigDecimal.ZERO);
        });
    }

    private static List<BigDecimal> figures(Pair.Side side) {
        RowFigures figures = side.figures();
        return List.of(figures.get(0), figures.get(1), figures.get(2), figures.get(3));
    }

    private static Row row(Object... figures) {
        Object[] values = new Object[PAIRS.size()];
        Arrays.fill(values, 0, 8, 1L);
        System.arraycopy(figures, 0, values, 8, figures.length);
        return RowFactory.create(values);
    }
}
