package dev.amend.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeltaRangeTest {

    @Property
    void readsWhatItWrites(
            @ForAll("figures") BigDecimal a, @ForAll("figures") BigDecimal b, @ForAll DeltaRange.Unit unit) {
        DeltaRange range = new DeltaRange(a.min(b), a.max(b), unit);

        DeltaRange read = DeltaRange.parse(range.toString());

        assertThat(read.low()).isEqualByComparingTo(range.low());
        assertThat(read.high()).isEqualByComparingTo(range.high());
        assertThat(read.unit()).isEqualTo(range.unit());
    }

    @Property
    void allowsAnAbsoluteChangeFromLowToHighAndNoOther(
            @ForAll("figures") BigDecimal a,
            @ForAll("figures") BigDecimal b,
            @ForAll("figures") BigDecimal before,
            @ForAll("figures") BigDecimal delta) {
        DeltaRange range = new DeltaRange(a.min(b), a.max(b), DeltaRange.Unit.ABSOLUTE);

        boolean inside = range.low().compareTo(delta) <= 0 && delta.compareTo(range.high()) <= 0;
        assertThat(range.allows(before, before.add(delta))).isEqualTo(inside);
        assertThat(range.allows(before, before.add(range.low()))).isTrue();
        assertThat(range.allows(before, before.add(range.high()))).isTrue();
    }

    @Property
    void aPercentageIsOfTheOldFigureWhateverItsSign(
            @ForAll("figures") BigDecimal before, @ForAll("percentages") BigDecimal percent) {
        BigDecimal delta = before.abs().multiply(percent).movePointLeft(2);
        DeltaRange exactly = new DeltaRange(percent, percent, DeltaRange.Unit.PERCENT);

        boolean allowed = exactly.allows(before, before.add(delta));

        assertThat(allowed).isEqualTo(before.signum() != 0 || percent.signum() == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "-1.5% to -0.8%, 1000, 990, true",
        "-1.5% to -0.8%, 1000, 985, true",
        "-1.5% to -0.8%, 1000, 992, true",
        "-1.5% to -0.8%, 1000, 984.99, false",
        "-1.5% to -0.8%, 1000, 1000, false",
        "-1.5% to -0.8%, -1000, -1010, true",
        "0%, 0, 0, true",
        "0%, 0, 1, false",
        "-100% to 100%, 0, 1, false",
        "-200 to 0, 0, -200, true",
        "+5, 10, 15.0, true"
    })
    void allows(String range, BigDecimal before, BigDecimal after, boolean allowed) {
        assertThat(DeltaRange.parse(range).allows(before, after)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "0%, 1000, 1000.5, 0.5, true",
        "0%, 1000, 1000.51, 0.5, false",
        "0%, 0, 0.5, 0.5, true",
        "-1.5% to -0.8%, 1000, 984.5, 0.5, true",
        "-1.5% to -0.8%, 1000, 992.6, 0.5, false",
        "-1.5% to -0.8%, 1000, 990, 100, true",
        "-1.5% to -0.8%, -1000, -1015.5, 0.5, true",
        "-200 to 0, 0, 1, 1, true",
        "-200 to 0, 0, -201.1, 1, false"
    })
    void allowsWithATolerance(
            String range, BigDecimal before, BigDecimal after, BigDecimal tolerance, boolean allowed) {
        assertThat(DeltaRange.parse(range).allows(before, after, tolerance)).isEqualTo(allowed);
    }

    @Property
    void aToleranceOfNothingAllowsNothingMore(
            @ForAll("percentages") BigDecimal percent,
            @ForAll("figures") BigDecimal before,
            @ForAll("figures") BigDecimal after) {
        DeltaRange exactly = new DeltaRange(percent, percent, DeltaRange.Unit.PERCENT);

        assertThat(exactly.allows(before, after, BigDecimal.ZERO)).isEqualTo(exactly.allows(before, after));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "1% to 2", "1 to 2%", "1%to 2%", "one", "1 to", "1..2", "1e3", "--1", "1% 2%"})
    void isNoRange(String text) {
        assertThatThrownBy(() -> DeltaRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid range '%s': expected '-1.5%% to -0.8%%', '0%%', or absolute '-200 to 0'", text);
    }

    @Test
    void lowComesFirst() {
        assertThatThrownBy(() -> DeltaRange.parse("-0.8% to -1.5%"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid range: -0.8 is greater than -1.5");
    }

    @Provide
    Arbitrary<BigDecimal> figures() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-1000000"), new BigDecimal("1000000"))
                .ofScale(2);
    }

    @Provide
    Arbitrary<BigDecimal> percentages() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-99"), new BigDecimal("99"))
                .ofScale(3);
    }
}
