package dev.amend.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PartitionUnitTest {
    private static final Set<PartitionUnit> YEARS_AND_INTEGERS = Set.of(PartitionUnit.YEAR, PartitionUnit.INTEGER);
    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);

    @Property
    void readsWhatItWrites(@ForAll("calendarUnits") PartitionUnit unit, @ForAll("moments") LocalDateTime moment) {
        long ordinal = unit.ordinalOf(moment);

        assertThat(unit.parse(unit.format(ordinal))).contains(ordinal);
    }

    @Property
    void readsTheIntegersThatItWrites(
            @ForAll @LongRange(min = -999_999_999_999_999_999L, max = 999_999_999_999_999_999L) long ordinal) {
        String text = PartitionUnit.INTEGER.format(ordinal);

        assertThat(PartitionUnit.INTEGER.parse(text)).contains(ordinal);
    }

    @Property
    void aMomentLiesInItsPartitionAndNotInTheNext(
            @ForAll("calendarUnits") PartitionUnit unit, @ForAll("moments") LocalDateTime moment) {
        long ordinal = unit.ordinalOf(moment);

        assertThat(moment).isAfterOrEqualTo(unit.startOf(ordinal)).isBefore(unit.startOf(ordinal + 1));
    }

    @Property
    void isWrittenInNoOtherUnit(
            @ForAll PartitionUnit unit,
            @ForAll PartitionUnit other,
            @ForAll @LongRange(min = -700_000, max = 2_000_000) long ordinal) {
        long inRange = switch (unit) {
            case MONTH -> ordinal / 100;
            case YEAR -> Math.floorMod(ordinal, 10_000);
            case DAY, HOUR, INTEGER -> ordinal;
        };
        Assume.that(unit == other || !YEARS_AND_INTEGERS.containsAll(List.of(unit, other)));

        assertThat(other.parse(unit.format(inRange)).isPresent()).isEqualTo(other == unit);
    }

    /** Only the type of the column tells which of the two is meant. */
    @Property
    void aYearOfFourDigitsIsWrittenLikeAnInteger(@ForAll @LongRange(min = 1_000, max = 9_999) long year) {
        assertThat(PartitionUnit.YEAR.format(year)).isEqualTo(PartitionUnit.INTEGER.format(year));
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 1970-01-02, 1",
        "DAY, 1969-12-31, -1",
        "HOUR, 1970-01-02T03, 27",
        "HOUR, 1969-12-31T23, -1",
        "MONTH, 1971-02, 13",
        "MONTH, 1969-12, -1",
        "YEAR, 2024, 2024",
        "INTEGER, -17, -17"
    })
    void countsAsIcebergDoes(PartitionUnit unit, String text, long ordinal) {
        assertThat(unit.parse(text)).contains(ordinal);
        assertThat(unit.format(ordinal)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 2025-02-29",
        "DAY, 2025-2-9",
        "DAY, +12025-02-09",
        "DAY, ' 2025-02-09'",
        "HOUR, 2025-02-09T24",
        "HOUR, 2025-02-09T05:30",
        "HOUR, 2025-02-30T05",
        "MONTH, 2025-13",
        "INTEGER, 007",
        "INTEGER, -0",
        "INTEGER, +1",
        "INTEGER, 1234567890123456789"
    })
    void readsNothingThatIsNotWrittenSo(PartitionUnit unit, String text) {
        assertThat(unit.parse(text)).isEmpty();
    }

    @Test
    void anIntegerHasNoMoment() {
        assertThatThrownBy(() -> PartitionUnit.INTEGER.startOf(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> PartitionUnit.INTEGER.ordinalOf(FIRST)).isInstanceOf(IllegalStateException.class);
    }

    @Provide
    Arbitrary<LocalDateTime> moments() {
        return Arbitraries.longs()
                .between(0, 9998L * 365 * 24 * 3600)
                .flatMap(second -> Arbitraries.integers()
                        .between(0, 999_999_999)
                        .map(nano -> FIRST.plusSeconds(second).withNano(nano)));
    }

    @Provide
    Arbitrary<PartitionUnit> calendarUnits() {
        return Arbitraries.of(PartitionUnit.DAY, PartitionUnit.HOUR, PartitionUnit.MONTH);
    }
}
