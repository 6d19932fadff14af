package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.range.RangeInspection;
import dev.amend.specs.error.AmendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the one commit on main refuses by itself, whatever was looked at before. */
final class RangeOverwriteTest {
    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void replacesTheFilesOfTheRangeAlone(int format) {
        Table table = Backfill.planned(warehouse, format).table;

        overwrite(table, head(table)).commit();

        assertThat(Warehouse.main(table)).containsExactly("new-2024-01-01", "old-2024-01-05");
    }

    /** The guard asks for tags, which somebody may drop. */
    @Test
    void isMadeOnceThoughNoTagSaysSo() {
        Table table = Backfill.planned(warehouse, 2).table;
        long from = head(table);
        table.newFastAppend()
                .set(SummaryKeys.BACKFILL_ID, "tax-fix")
                .set(SummaryKeys.KIND, "publish")
                .commit();

        assertThatThrownBy(() -> overwrite(table, from).commit())
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("main has a commit of kind publish of backfill tax-fix already");
    }

    @ParameterizedTest
    @CsvSource({"2, ROW_DELETE", "3, ROW_DELETE", "2, EQUALITY_DELETE", "3, EQUALITY_DELETE"})
    void aLateDeleteIsAConflict(int format, LateWrite write) {
        Table table = Backfill.planned(warehouse, format).table;
        long from = head(table);
        write.to(warehouse.reload(table));

        assertThatThrownBy(() -> overwrite(table, from).commit())
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("found new delete");
        assertThat(Warehouse.main(table)).contains("old-2024-01-01-deletes");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aLateWriteOutsideTheRangeIsNoConflict(int format) {
        Table table = Backfill.planned(warehouse, format).table;
        long from = head(table);
        Table live = warehouse.reload(table);
        live.newAppend()
                .appendFile(Warehouse.file(live, "late", Backfill.DAY_AFTER))
                .commit();
        live.newRowDelta()
                .addDeletes(Warehouse.equalityDelete(live, "late-delete", Backfill.DAY_AFTER))
                .commit();

        overwrite(table, from).commit();

        assertThat(Warehouse.main(table)).containsExactly("late-deletes", "new-2024-01-01", "old-2024-01-05-deletes");
    }

    /** They would delete nothing any more, and nobody would ever take them away. */
    @ParameterizedTest
    @CsvSource({"2, ROW_DELETE", "3, ROW_DELETE", "2, EQUALITY_DELETE", "3, EQUALITY_DELETE"})
    void theDeleteFilesOfTheOldDataLeaveWithIt(int format, LateWrite write) {
        Table table = Backfill.planned(warehouse, format).table;
        write.to(table);
        long from = head(table);
        assertThat(deleteFiles(table)).hasSize(1);

        overwrite(table, from).commit();

        assertThat(deleteFiles(table)).isEmpty();
        assertThat(Warehouse.main(table)).containsExactly("new-2024-01-01", "old-2024-01-05");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aDeleteForTheWholeTableStays(int format) {
        Table table = warehouse.table(Warehouse.SALES, PartitionSpec.unpartitioned(), format);
        PartitionSpec unpartitioned = table.spec();
        table.updateSpec().addField("day").commit();
        append(table, Warehouse.file(table, "old-2024-01-01", "2024-01-01"));
        append(table, Warehouse.file(table, "old-2024-01-05", "2024-01-05"));
        table.newRowDelta()
                .addDeletes(Warehouse.equalityDelete(table, unpartitioned, "global", ""))
                .commit();

        overwrite(table, head(table)).commit();

        assertThat(Warehouse.main(table)).containsExactly("new-2024-01-01", "old-2024-01-05-deletes");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void refusesOldFilesThatHoldMoreThanTheRange(int format) {
        Table table = warehouse.table(
                Warehouse.SALES,
                PartitionSpec.builderFor(Warehouse.SALES).month("day").build(),
                format);
        LocalDate last = LocalDate.parse("2024-01-04");
        append(table, Warehouse.file(table, "two-days", "day_month=648", last, last.plusDays(1)));
        table.updateSpec().removeField("day_month").addField("day").commit();

        assertThatThrownBy(() -> overwrite(table, head(table)))
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("two-days.parquet holds 2024-01-04..2024-01-05 under partition spec 0");
    }

    private static OverwriteFiles overwrite(Table table, long from) {
        return new RangeOverwrite(
                        new RangeInspection(table, Backfill.RANGE),
                        from,
                        List.of(Warehouse.file(table, "new-2024-01-01", "2024-01-01")),
                        Backfill.REFS.id(),
                        CommitKind.PUBLISH)
                .on(table);
    }

    private static void append(Table table, DataFile file) {
        table.newAppend().appendFile(file).commit();
    }

    private static long head(Table table) {
        return PublicationIT.head(table);
    }

    private static List<String> deleteFiles(Table table) {
        table.refresh();
        List<String> found = new ArrayList<>();
        for (ManifestFile manifest : table.currentSnapshot().deleteManifests(table.io())) {
            try (ManifestReader<DeleteFile> files =
                    ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
                files.forEach(file -> found.add(file.location()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }
}
