package dev.amend.publish.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.error.AmendException;
import java.util.List;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Binder;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableRangeTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "date", Types.DateType.get()),
            Types.NestedField.required(2, "timestamp", Types.TimestampType.withoutZone()),
            Types.NestedField.required(3, "timestamptz", Types.TimestampType.withZone()),
            Types.NestedField.required(4, "nanos", Types.TimestampNanoType.withZone()),
            Types.NestedField.required(5, "int", Types.IntegerType.get()),
            Types.NestedField.required(6, "long", Types.LongType.get()),
            Types.NestedField.required(7, "string", Types.StringType.get()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date        | DAY     | 2024-01-01    | ref(name=\"date\") >= \"2024-01-01\" | ref(name=\"date\") < \"2024-01-02\"",
                "date        | MONTH   | 2024-01       | ref(name=\"date\") >= \"2024-01-01\" | ref(name=\"date\") < \"2024-02-01\"",
                "date        | YEAR    | 2024          | ref(name=\"date\") >= \"2024-01-01\" | ref(name=\"date\") < \"2025-01-01\"",
                "timestamptz | YEAR    | 2024          | ref(name=\"timestamptz\") >= \"2024-01-01T00:00:00+00:00\" | ref(name=\"timestamptz\") < \"2025-01-01T00:00:00+00:00\"",
                "timestamp   | HOUR    | 2024-01-01T23 | ref(name=\"timestamp\") >= \"2024-01-01T23:00:00\" | ref(name=\"timestamp\") < \"2024-01-02T00:00:00\"",
                "timestamptz | DAY     | 2024-01-01    | ref(name=\"timestamptz\") >= \"2024-01-01T00:00:00+00:00\" | ref(name=\"timestamptz\") < \"2024-01-02T00:00:00+00:00\"",
                "nanos       | MONTH   | 2024-12       | ref(name=\"nanos\") >= \"2024-12-01T00:00:00+00:00\" | ref(name=\"nanos\") < \"2025-01-01T00:00:00+00:00\"",
                "int         | INTEGER | 17            | ref(name=\"int\") >= 17 | ref(name=\"int\") < 18",
                "long        | INTEGER | -3            | ref(name=\"long\") >= -3 | ref(name=\"long\") < -2"
            })
    void isHalfOpenInTheColumnsOwnType(String column, PartitionUnit unit, String partition, String from, String below) {
        TableRange range = range(column, unit, partition);

        assertThat(range.expression(SCHEMA)).hasToString("(%s and %s)".formatted(from, below));
        assertThat(Binder.bind(SCHEMA.asStruct(), range.expression(SCHEMA), true))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "date, HOUR, 2024-01-01T05, date",
        "int, DAY, 2024-01-01, int",
        "long, YEAR, 2024, long",
        "timestamp, INTEGER, 17, timestamp",
        "string, DAY, 2024-01-01, string"
    })
    void refusesAUnitThatTheColumnDoesNotHave(String column, PartitionUnit unit, String partition, String type) {
        assertThatThrownBy(() -> range(column, unit, partition).expression(SCHEMA))
                .isInstanceOf(AmendException.class)
                .hasMessage(
                        "Cannot cut column '%s' of type %s into partitions of unit %s".formatted(column, type, unit));
    }

    @Test
    void saysHowDaysAreWrittenWhereTheyWereWrittenAsNumbers() {
        TableRange range =
                new TableRange("date", List.of(new PartitionRange(PartitionUnit.INTEGER, 20_130_101, 20_131_231 + 1)));

        assertThatThrownBy(() -> range.expression(SCHEMA))
                .isInstanceOf(AmendException.class)
                .extracting(e -> ((AmendException) e).next())
                .isEqualTo("Write days with dashes: source_range: {start: 2013-01-01, end: 2013-12-31}");
    }

    @Test
    void refusesAColumnThatTheTableDoesNotHave() {
        assertThatThrownBy(() -> range("day", PartitionUnit.DAY, "2024-01-01").expression(SCHEMA))
                .isInstanceOf(AmendException.class)
                .hasMessage(
                        "Cannot find partition key 'day': the table's columns are date, timestamp, timestamptz, nanos, int, long, string");
    }

    @Test
    void refusesSegmentsThatOverlap() {
        PartitionRange segment = new PartitionRange(PartitionUnit.INTEGER, 1, 5);

        assertThatThrownBy(() -> new TableRange("int", List.of(segment, segment)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid range of column 'int': segment 1..4 does not follow 1..4");
    }

    private static TableRange range(String column, PartitionUnit unit, String partition) {
        long ordinal = unit.parse(partition).orElseThrow();
        return new TableRange(column, List.of(new PartitionRange(unit, ordinal, ordinal + 1)));
    }

    @Test
    void someOfItsPartitionsAreSegmentsOfTheirOwn() {
        TableRange range = new TableRange("day", List.of(new PartitionRange(PartitionUnit.DAY, 10, 20)));

        assertThat(range.only(new TreeSet<>(List.of(11L, 12L, 15L))).segments())
                .containsExactly(
                        new PartitionRange(PartitionUnit.DAY, 11, 13), new PartitionRange(PartitionUnit.DAY, 15, 16));
    }
}
