package dev.amend.reconciliation.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.input.PartitionColumn.Kind;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PartitionColumnTest {
    private static final Map<String, DataType> TYPES = Map.of(
            "date", DataTypes.DateType,
            "timestamp", DataTypes.TimestampType,
            "timestamp_ntz", DataTypes.TimestampNTZType,
            "int", DataTypes.IntegerType,
            "bigint", DataTypes.LongType,
            "string", DataTypes.StringType);

    private static PartitionRange range(PartitionUnit unit, String first, String last) {
        return new PartitionRange(
                unit, unit.parse(first).orElseThrow(), unit.parse(last).orElseThrow() + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DATE          | DAY     | 2026-01-05    | 2026-01-11    | `k` >= DATE'2026-01-05' AND `k` < DATE'2026-01-12'",
                "DATE          | MONTH   | 2026-01       | 2026-02       | `k` >= DATE'2026-01-01' AND `k` < DATE'2026-03-01'",
                "DATE          | YEAR    | 2024          | 2025          | `k` >= DATE'2024-01-01' AND `k` < DATE'2026-01-01'",
                "TIMESTAMP     | YEAR    | 2024          | 2024          | `k` >= TIMESTAMP'2024-01-01 00:00:00Z' AND `k` < TIMESTAMP'2025-01-01 00:00:00Z'",
                "TIMESTAMP     | HOUR    | 2026-03-29T01 | 2026-03-29T02 | `k` >= TIMESTAMP'2026-03-29 01:00:00Z' AND `k` < TIMESTAMP'2026-03-29 03:00:00Z'",
                "TIMESTAMP     | DAY     | 2026-01-05    | 2026-01-05    | `k` >= TIMESTAMP'2026-01-05 00:00:00Z' AND `k` < TIMESTAMP'2026-01-06 00:00:00Z'",
                "TIMESTAMP     | MONTH   | 2025-12       | 2025-12       | `k` >= TIMESTAMP'2025-12-01 00:00:00Z' AND `k` < TIMESTAMP'2026-01-01 00:00:00Z'",
                "TIMESTAMP_NTZ | HOUR    | 2026-01-05T23 | 2026-01-05T23 | `k` >= TIMESTAMP_NTZ'2026-01-05 23:00:00' AND `k` < TIMESTAMP_NTZ'2026-01-06 00:00:00'",
                "LONG          | INTEGER | -3            | 4             | `k` >= -3L AND `k` < 5L",
                "INT           | INTEGER | -3            | 4             | `k` >= -3L AND `k` < 5L"
            })
    void holdsForExactlyTheRowsOfARange(Kind kind, PartitionUnit unit, String first, String last, String condition) {
        assertThat(new PartitionColumn("k", kind, unit).condition(range(unit, first, last)))
                .isEqualTo(condition);
    }

    @Test
    void givesBatchStartAndEndInTheColumnsType() {
        PartitionRange days = range(PartitionUnit.DAY, "2026-01-05", "2026-01-11");
        PartitionRange months = range(PartitionUnit.MONTH, "2026-01", "2026-02");
        PartitionRange integers = range(PartitionUnit.INTEGER, "3", "9");

        PartitionColumn date = new PartitionColumn("k", Kind.DATE, PartitionUnit.DAY);
        assertThat(date.first(days)).isEqualTo(LocalDate.parse("2026-01-05"));
        assertThat(date.last(days)).isEqualTo(LocalDate.parse("2026-01-11"));
        assertThat(new PartitionColumn("k", Kind.DATE, PartitionUnit.MONTH).last(months))
                .isEqualTo(LocalDate.parse("2026-02-28"));

        PartitionColumn timestamp = new PartitionColumn("k", Kind.TIMESTAMP, PartitionUnit.DAY);
        assertThat(timestamp.first(days)).isEqualTo(Instant.parse("2026-01-05T00:00:00Z"));
        assertThat(timestamp.last(days)).isEqualTo(Instant.parse("2026-01-11T23:59:59.999999Z"));

        PartitionColumn local = new PartitionColumn("k", Kind.TIMESTAMP_NTZ, PartitionUnit.MONTH);
        assertThat(local.first(months)).isEqualTo(LocalDateTime.parse("2026-01-01T00:00:00"));
        assertThat(local.last(months)).isEqualTo(LocalDateTime.parse("2026-02-28T23:59:59.999999"));

        PartitionColumn integer = new PartitionColumn("k", Kind.LONG, PartitionUnit.INTEGER);
        assertThat(integer.first(integers)).isEqualTo(3L);
        assertThat(integer.last(integers)).isEqualTo(9L);
    }

    @ParameterizedTest
    @CsvSource({
        "date, DAY",
        "date, MONTH",
        "date, YEAR",
        "timestamp, HOUR",
        "timestamp, DAY",
        "timestamp, MONTH",
        "timestamp, YEAR",
        "timestamp_ntz, HOUR",
        "timestamp_ntz, DAY",
        "timestamp_ntz, MONTH",
        "timestamp_ntz, YEAR",
        "int, INTEGER",
        "bigint, INTEGER"
    })
    void countsAColumnInTheUnitsOfItsType(String type, PartitionUnit unit) {
        assertThat(PartitionColumn.of("k", TYPES.get(type), unit))
                .hasValueSatisfying(column -> assertThat(column.name()).isEqualTo("k"));
    }

    @ParameterizedTest
    @CsvSource({
        "date, HOUR",
        "date, INTEGER",
        "timestamp, INTEGER",
        "int, DAY",
        "int, YEAR",
        "bigint, MONTH",
        "string, DAY",
        "string, INTEGER"
    })
    void countsNoColumnInOtherUnits(String type, PartitionUnit unit) {
        assertThat(PartitionColumn.of("k", TYPES.get(type), unit)).isEmpty();
    }
}
