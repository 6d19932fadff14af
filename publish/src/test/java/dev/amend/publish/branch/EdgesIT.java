package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.range.TableRange;
import dev.amend.specs.Batch;
import dev.amend.specs.error.AmendException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Column types and partition specs: what lies right before and right after the range stays. */
final class EdgesIT {
    private final Warehouse warehouse = Warehouse.inMemory();

    static Stream<Arguments> layouts() {
        return Stream.of(Layout.values())
                .flatMap(layout -> Stream.of(arguments(layout, false), arguments(layout, true)));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void takesTheRangeAndNothingBeside(Layout layout, boolean live) throws Exception {
        Backfill backfill = planned(layout);
        build(backfill, layout);
        Set<String> outside = new TreeSet<>(Set.of("old-2023-12-31", "old-2024-01-05"));
        if (live) {
            append(backfill.table, layout, "live-2024-01-05");
            outside.add("live-2024-01-05");
        }

        Published published = backfill.publish();

        assertThat(Warehouse.main(backfill.table))
                .containsAll(outside)
                .contains("new-2024-01-01", "new-2024-01-02", "new-2024-01-03", "new-2024-01-04")
                .hasSize(outside.size() + 4);
        assertRolledBack(backfill, layout, published, outside, 4);
    }

    /** A partition that only the old data has, and one that only the new data has. */
    @ParameterizedTest
    @MethodSource("layouts")
    void aPartitionMayBeOnOneSideOnly(Layout layout, boolean live) throws Exception {
        Backfill backfill = planned(layout);
        Table table = backfill.table;
        table.newDelete().deleteFile(Warehouse.find(table, "old-2024-01-02")).commit();
        Backfill sparse = Backfill.onto(warehouse, table);
        sparse.shadow().prepare();
        build(sparse, layout, Backfill.FIRST, "new-2024-01-01", "new-2024-01-02");
        build(sparse, layout, Backfill.SECOND, "new-2024-01-04");
        Set<String> outside = new TreeSet<>(Set.of("old-2023-12-31", "old-2024-01-05"));
        if (live) {
            append(table, layout, "live-2024-01-05");
            outside.add("live-2024-01-05");
        }

        Published published = sparse.publish();

        assertThat(Warehouse.main(table))
                .containsAll(outside)
                .contains("new-2024-01-01", "new-2024-01-02", "new-2024-01-04")
                .hasSize(outside.size() + 3);
        assertRolledBack(sparse, layout, published, outside, 3);
    }

    /** Rows without a partition value are of no range. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsWithoutAPartitionStay(boolean live) throws Exception {
        Layout layout = Layout.DATE;
        Backfill backfill = planned(layout);
        Table table = backfill.table;
        table.newAppend()
                .appendFile(layout.fileOfNulls(table, "nulls", Optional.of("day=__HIVE_DEFAULT_PARTITION__")))
                .commit();
        Backfill withNulls = Backfill.onto(warehouse, table);
        build(withNulls, layout);
        Set<String> outside = new TreeSet<>(Set.of("nulls", "old-2023-12-31", "old-2024-01-05"));
        if (live) {
            append(table, layout, "live-2024-01-05");
            outside.add("live-2024-01-05");
        }

        Published published = withNulls.publish();

        assertThat(Warehouse.main(table)).containsAll(outside).hasSize(outside.size() + 4);
        assertRolledBack(withNulls, layout, published, outside, 4);
    }

    /** Where only bounds say what a file holds, one with nulls may hold anything. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"DATE_UNPARTITIONED", "DATE_BUCKET_ALONE"})
    void refusesAFileThatMayHoldRowsWithoutAPartition(Layout layout) {
        Backfill backfill = planned(layout);
        Table table = backfill.table;
        table.newAppend()
                .appendFile(layout.fileOfNulls(table, "nulls", Optional.empty()))
                .commit();

        assertThatThrownBy(() -> Backfill.onto(warehouse, table).shadow().prepare())
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("nulls.parquet does not say which partitions it holds");
    }

    /** The old files are of the spec that the table had, the new ones of the one that it has. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replacesFilesOfAnEarlierSpec(boolean live) throws Exception {
        Backfill first = planned(Layout.DATE);
        Table table = first.table;
        table.updateSpec().addField("id_bucket", Expressions.bucket("id", 4)).commit();
        Backfill backfill = Backfill.onto(warehouse, table);
        build(backfill, Layout.DATE_THEN_BUCKET);
        Set<String> outside = new TreeSet<>(Set.of("old-2023-12-31", "old-2024-01-05"));
        if (live) {
            append(table, Layout.DATE_THEN_BUCKET, "live-2024-01-05");
            outside.add("live-2024-01-05");
        }

        Published published = backfill.publish();

        assertThat(Warehouse.main(table)).containsAll(outside).hasSize(outside.size() + 4);
        assertRolledBack(backfill, Layout.DATE_THEN_BUCKET, published, outside, 4);
    }

    private static void assertRolledBack(
            Backfill backfill, Layout layout, Published published, Set<String> outside, int copies) throws Exception {
        append(backfill.table, layout, "later-2024-01-05");
        backfill.rollBack(published);

        assertThat(Warehouse.main(backfill.table))
                .containsAll(outside)
                .contains("later-2024-01-05")
                .hasSize(outside.size() + 1 + copies)
                .filteredOn(name -> name.startsWith("amend-rollback"))
                .hasSize(copies);
    }

    private Backfill planned(Layout layout) {
        Table table = warehouse.table(layout.schema(), layout.spec(), 2);
        append(table, layout, "old-2023-12-31");
        Backfill.DAYS.forEach(day -> append(table, layout, "old-" + day));
        append(table, layout, "old-2024-01-05");
        return Backfill.onto(warehouse, table);
    }

    private static void append(Table table, Layout layout, String name) {
        table.refresh();
        table.newAppend().appendFile(layout.file(table, name)).commit();
    }

    private static void build(Backfill backfill, Layout layout) throws Exception {
        backfill.shadow().prepare();
        build(backfill, layout, Backfill.FIRST, "new-2024-01-01", "new-2024-01-02");
        build(backfill, layout, Backfill.SECOND, "new-2024-01-03", "new-2024-01-04");
    }

    private static void build(Backfill backfill, Layout layout, Batch batch, String... names) {
        Table table = backfill.table;
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(TableRange.of("day", batch).expression(table.schema()))
                .toBranch(Backfill.REFS.branch());
        for (String name : names) {
            overwrite.addFile(layout.file(table, name));
        }
        Map<String, String> properties = backfill.plan.batchProperties(batch, 1, "events@1");
        properties.forEach(overwrite::set);
        overwrite.commit();
    }
}
