package dev.amend.publish.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.amend.publish.fixture.Warehouse;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.error.AmendException;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeInspectionTest {
    private static final long JAN_1 = LocalDate.parse("2024-01-01").toEpochDay();
    private static final LocalDate FIRST = LocalDate.parse("2024-01-01");
    private static final TableRange RANGE = days("2024-01-01", "2024-01-03");

    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void countsWhatEachPartitionHas(int format) {
        Table table = warehouse.sales(format);
        DataFile first = Warehouse.file(table, "a", "2024-01-01");
        append(table, first, Warehouse.file(table, "b", "2024-01-01"), Warehouse.file(table, "c", "2024-01-03"));
        table.newRowDelta().addDeletes(Warehouse.rowDelete(table, "d", first)).commit();

        assertThat(inspection(table).partitionFigures(head(table)))
                .containsExactly(entry(JAN_1, new PartitionSize(20, 6, 2, 1)));
    }

    @Test
    void countsByColumnBoundsWhereThePartitionsDoNotSay() {
        Table table = warehouse.table(Warehouse.SALES, PartitionSpec.unpartitioned(), 2);
        append(table, Warehouse.file(table, "a", "", FIRST, FIRST));

        assertThat(inspection(table).partitionFigures(head(table)))
                .containsExactly(entry(JAN_1, new PartitionSize(10, 3, 1, 0)));
        assertThat(inspection(table).straddlingFiles(head(table))).isEmpty();
    }

    @Test
    void saysThatItCanNotTellWithoutPartitionsAndBounds() {
        Table table = warehouse.table(Warehouse.SALES, PartitionSpec.unpartitioned(), 2);
        append(table, Warehouse.bareFile(table, "a", ""));

        assertThatThrownBy(() -> inspection(table).partitionFigures(head(table)))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith("Cannot tell which partitions of 'day' the file ")
                .hasMessageEndingWith("its partition spec does not use the column, and it has no bounds for it");
    }

    @Test
    void findsFilesOfAnOlderSpecThatHoldSeveralPartitions() {
        Table table = warehouse.table(
                Warehouse.SALES,
                PartitionSpec.builderFor(Warehouse.SALES).month("day").build(),
                2);
        append(table, Warehouse.bareFile(table, "month", "day_month=648"));
        append(table, Warehouse.file(table, "one-day", "day_month=648", FIRST, FIRST));
        append(table, Warehouse.file(table, "two-days", "day_month=648", FIRST, FIRST.plusDays(1)));
        table.updateSpec().removeField("day_month").addField("day").commit();
        append(table, Warehouse.file(table, "a", "2024-01-01"));

        assertThat(inspection(table).straddlingFiles(head(table)))
                .extracting(StraddlingFile::toString)
                .containsExactly(
                        path(table, "month") + " holds 2024-01-01..2024-01-31 under partition spec 0",
                        path(table, "two-days") + " holds 2024-01-01..2024-01-02 under partition spec 0");
        assertThatThrownBy(() -> inspection(table).requireNoStraddlingFiles(head(table)))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith(
                        "Cannot replace 2024-01-01..2024-01-02 as a whole: 2 file(s) straddle its partitions: ")
                .extracting(e -> ((AmendException) e).next())
                .isEqualTo(
                        "Each of these files holds one month: write source_range in months, as in {start: 2024-01, end: 2024-01}");
    }

    @Test
    void saysHowToPartitionATableWhoseFilesDoNotEndWherePartitionsDo() {
        Table table = warehouse.table(Warehouse.SALES, PartitionSpec.unpartitioned(), 2);
        append(table, Warehouse.file(table, "many", "", FIRST, FIRST.plusYears(2)));

        assertThatThrownBy(() -> inspection(table).requireNoStraddlingFiles(head(table)))
                .isInstanceOf(AmendException.class)
                .extracting(e -> ((AmendException) e).next())
                .asString()
                .startsWith("Partition the table by 'day' and rewrite it first: ALTER TABLE ")
                .contains("ADD PARTITION FIELD days(day); CALL system.rewrite_data_files(table => '");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theFingerprintIsOfTheRangeOnly(int format) {
        Table table = warehouse.sales(format);
        DataFile first = Warehouse.file(table, "a", "2024-01-01");
        append(table, first);
        String before = inspection(table).fingerprint(head(table));

        append(table, Warehouse.file(table, "outside", "2024-01-03"));
        assertThat(inspection(table).fingerprint(head(table))).isEqualTo(before);

        table.newRowDelta().addDeletes(Warehouse.rowDelete(table, "d", first)).commit();
        assertThat(inspection(table).fingerprint(head(table))).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void namesWhoChangedWhat(int format) {
        Table table = warehouse.sales(format);
        append(table, Warehouse.file(table, "a", "2024-01-01"));
        long from = head(table);
        table.newAppend()
                .appendFile(Warehouse.file(table, "late", "2024-01-02"))
                .set("engine-name", "spark")
                .set("spark.app.id", "app-7")
                .commit();
        long late = head(table);
        append(table, Warehouse.file(table, "outside", "2024-01-03"));

        assertThat(inspection(table).changes(from, head(table))).singleElement().satisfies(change -> {
            assertThat(change.snapshotId()).isEqualTo(OptionalLong.of(late));
            assertThat(change.operation()).isEqualTo("append");
            assertThat(change.engine()).isEqualTo("spark app-7");
            assertThat(change.committedAt()).isPresent();
            assertThat(change.partitions()).containsExactly(JAN_1 + 1);
        });
    }

    /** A foreign expiry between baseline and head takes the history away, but not the difference. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void comparesFilesWhereTheHistoryIsGone(int format) {
        Table table = warehouse.sales(format);
        append(table, Warehouse.file(table, "a", "2024-01-01"));
        long from = head(table);
        table.manageSnapshots().createTag("from", from).commit();
        append(table, Warehouse.file(table, "late", "2024-01-02"));
        append(table, Warehouse.file(table, "latest", "2024-01-01"));
        table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();

        List<RangeChange> changes = inspection(table).changes(from, head(table));

        assertThat(changes).hasSize(2);
        assertThat(changes.get(0).operation()).isEqualTo("unknown");
        assertThat(changes.get(0).snapshotId()).isEmpty();
        assertThat(changes.get(0).partitions()).containsExactly(JAN_1, JAN_1 + 1);
        assertThat(changes.get(1).snapshotId()).hasValue(head(table));
    }

    @Test
    void aDeleteForTheWholeTableTouchesEveryPartition() {
        Table table = warehouse.table(Warehouse.SALES, PartitionSpec.unpartitioned(), 2);
        PartitionSpec unpartitioned = table.spec();
        table.updateSpec().addField("day").commit();
        append(table, Warehouse.file(table, "a", "2024-01-01"));
        long from = head(table);
        table.newRowDelta()
                .addDeletes(Warehouse.equalityDelete(table, unpartitioned, "global", ""))
                .commit();

        assertThat(inspection(table).changes(from, head(table)))
                .singleElement()
                .satisfies(change -> assertThat(change.partitions()).containsExactly(JAN_1, JAN_1 + 1));
    }

    @Test
    void saysThatASnapshotIsGone() {
        Table table = warehouse.sales(2);
        append(table, Warehouse.file(table, "a", "2024-01-01"));

        assertThatThrownBy(() -> inspection(table).changes(1, head(table)))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot read snapshot 1: the table does not have it (any more)");
    }

    @Test
    void leavesOutExcludedPartitions() {
        Table table = warehouse.sales(2);
        append(table, Warehouse.file(table, "a", "2024-01-01"), Warehouse.file(table, "b", "2024-01-02"));
        append(table, Warehouse.file(table, "c", "2024-01-03"));
        TableRange range = new TableRange(
                "day",
                List.of(
                        new PartitionRange(PartitionUnit.DAY, JAN_1, JAN_1 + 1),
                        new PartitionRange(PartitionUnit.DAY, JAN_1 + 2, JAN_1 + 3)));

        assertThat(new RangeInspection(table, range).partitionFigures(head(table)))
                .containsOnlyKeys(JAN_1, JAN_1 + 2);
        assertThat(range.toString()).isEqualTo("2024-01-01..2024-01-01, 2024-01-03..2024-01-03");
    }

    /** In Berlin the clocks go forward on the one day and back on the other: a partition is a day of UTC. */
    @ParameterizedTest
    @CsvSource({"2024-03-31, true", "2024-10-27, true", "2024-03-31, false", "2024-10-27, false"})
    void aDayHas24HoursWhateverTheClocksDo(LocalDate day, boolean withZone) {
        Types.TimestampType type = withZone ? Types.TimestampType.withZone() : Types.TimestampType.withoutZone();
        Schema schema = new Schema(Types.NestedField.required(1, "day", type));
        Table table = warehouse.table(
                schema, PartitionSpec.builderFor(schema).hour("day").build(), 2);
        long midnight = day.toEpochDay() * 24;
        for (int hour = -2; hour < 26; hour++) {
            append(table, Warehouse.bareFile(table, "hour" + hour, "day_hour=" + (midnight + hour)));
        }

        RangeInspection inspection =
                new RangeInspection(table, days(day.toString(), day.plusDays(1).toString()));

        assertThat(inspection.partitionFigures(head(table)))
                .containsExactly(entry(day.toEpochDay(), new PartitionSize(240, 72, 24, 0)));
        assertThat(inspection.filesOutside(head(table))).hasSize(4);
        assertThat(inspection.straddlingFiles(head(table))).isEmpty();
    }

    private static RangeInspection inspection(Table table) {
        return new RangeInspection(table, RANGE);
    }

    private static long head(Table table) {
        table.refresh();
        return table.currentSnapshot().snapshotId();
    }

    private static void append(Table table, DataFile... files) {
        var append = table.newAppend();
        List.of(files).forEach(append::appendFile);
        append.commit();
    }

    private static String path(Table table, String name) {
        return table.location() + "/data/" + name + ".parquet";
    }

    private static TableRange days(String start, String end) {
        return new TableRange(
                "day",
                List.of(new PartitionRange(
                        PartitionUnit.DAY,
                        LocalDate.parse(start).toEpochDay(),
                        LocalDate.parse(end).toEpochDay())));
    }
}
