package dev.amend.reconciliation.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FigureSumsTest {
    private static final int SCALE = 2;

    @Property
    void areThoseOfExactNumbersWhereverTheyAreKept(
            @ForAll @Size(max = 40) List<BigInteger> unscaled, @ForAll long large) {
        BigDecimal expected = BigDecimal.ZERO;
        FigureSums sums = new FigureSums(1);
        FigureSums ofAnotherTask = new FigureSums(1);
        for (BigInteger value : unscaled) {
            // far beyond a long
            BigInteger number = value.multiply(BigInteger.valueOf(large));
            RowFigures row = new RowFigures(new int[] {SCALE});
            row.set(0, number.toByteArray());
            row.addTo(number.testBit(0) ? sums : ofAnotherTask);
            expected = expected.add(new BigDecimal(number, SCALE));

            assertThat(row.get(0)).isEqualTo(new BigDecimal(number, SCALE));
        }
        sums.addAll(ofAnotherTask);

        assertThat(sums.get(0)).isEqualByComparingTo(expected);
    }

    @Property
    void growBeyondALong(@ForAll @IntRange(min = 2, max = 9) int rows, @ForAll boolean negative) {
        long extreme = negative ? Long.MIN_VALUE : Long.MAX_VALUE;
        FigureSums sums = new FigureSums(1);
        for (int i = 0; i < rows; i++) {
            sums.add(0, extreme, SCALE);
        }

        assertThat(sums.get(0)).isEqualTo(BigDecimal.valueOf(extreme, SCALE).multiply(BigDecimal.valueOf(rows)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127",
                "128",
                "-128",
                "-129",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "-9223372036854775809"
            })
    void areRightWhereANumberNeedsOneByteMore(String number) {
        RowFigures row = new RowFigures(new int[] {0});
        row.set(0, new BigInteger(number).toByteArray());
        FigureSums sums = new FigureSums(1);
        row.addTo(sums);

        assertThat(sums.get(0)).isEqualTo(new BigDecimal(number));
    }

    @Test
    void takeNumbersOfAnyScale() {
        FigureSums sums = new FigureSums(1);
        sums.add(0, 150, 2);
        sums.add(0, 25, 1);
        sums.add(0, new BigDecimal("0.0001"));

        assertThat(sums.get(0)).isEqualTo(new BigDecimal("4.0001"));
    }

    @Test
    void ofNothingAreZero() {
        FigureSums sums = new FigureSums(1);
        RowFigures withoutAValue = new RowFigures(new int[] {SCALE});
        withoutAValue.set(0, BigDecimal.ZERO);
        withoutAValue.addTo(sums);

        assertThat(sums.get(0)).isEqualTo(BigDecimal.ZERO);
    }

    @Test
    void rowsAreTheSameIfEachFigureIs() {
        assertThat(figures(1, 2).sameAs(figures(1, 2))).isTrue();
        assertThat(figures(1, 2).sameAs(figures(1, 3))).isFalse();

        RowFigures keptOtherwise = figures(1, 0);
        keptOtherwise.set(1, new BigDecimal("0.020"));
        assertThat(keptOtherwise.sameAs(figures(1, 2))).isTrue();
        assertThat(figures(1, 3).sameAs(keptOtherwise)).isFalse();
    }

    private static RowFigures figures(long first, long second) {
        RowFigures figures = new RowFigures(new int[] {0, SCALE});
        figures.set(0, first);
        figures.set(1, second);
        return figures;
    }
}
