package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.range.TableRange;
import dev.amend.publish.shadow.Shadow;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.error.AmendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** Batches that an engine writes to the shadow and commits by itself. */
final class BatchCommitsTest {
    private static final int FILES = 2000;
    /** Of a file's name; that many make a manifest of more than a megabyte. */
    private static final int NAME_BYTES = 900;

    private final Warehouse warehouse = Warehouse.inMemory();
    private final Random random = new Random(1);

    @Test
    void aCommitThatWasAppliedIsFoundWhateverTheCatalogSays() throws Exception {
        Backfill backfill = prepared();
        Table faulty = new FaultyTableOperations(backfill.table)
                .appliedThen(() -> new CommitFailedException("conflict"))
                .table("sales");

        backfill.on(faulty).shadow().write(first(backfill, "new-2024-01-01"));

        assertThat(Warehouse.at(
                        warehouse.reload(backfill.table), backfill.shadow().head()))
                .containsExactly("new-2024-01-01", "old-2024-01-05");
    }

    @Test
    void nobodyKnowsWhatBecameOfACommitWithoutAnAnswer() throws Exception {
        Backfill backfill = prepared();
        Table faulty = new FaultyTableOperations(backfill.table)
                .notAppliedBut(() -> new CommitStateUnknownException(new IOException("timeout")))
                .table("sales");
        // as Spark does with what is thrown in a job
        Consumer<Table> engine = table -> {
            try {
                first(backfill, "new-2024-01-01").accept(table);
            } catch (CommitStateUnknownException e) {
                throw new IllegalStateException("Job aborted", e);
            }
        };

        assertThatThrownBy(() -> backfill.on(faulty).shadow().write(engine)).isInstanceOf(CommitOutcomeUnknown.class);
    }

    @Test
    void refusesABatchOfARunThatAnotherTookOver() throws Exception {
        Backfill backfill = prepared();
        backfill.withEpoch(3).build(Backfill.SECOND, 1, "new-2024-01-03");

        assertThatThrownBy(() -> backfill.shadow().write(first(backfill, "late-2024-01-01")))
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("a later run took over");

        assertThat(Warehouse.at(
                        warehouse.reload(backfill.table), backfill.shadow().head()))
                .containsExactly("new-2024-01-03", "old-2024-01-05");
    }

    @Test
    void refusesABatchIfTheSchemaChangedWhileItWasWritten() throws Exception {
        Backfill backfill = prepared();
        Consumer<Table> engine = table -> {
            warehouse
                    .reload(backfill.table)
                    .updateSchema()
                    .addColumn("note", Types.StringType.get())
                    .commit();
            first(backfill, "new-2024-01-01").accept(table);
        };

        assertThatThrownBy(() -> backfill.shadow().write(engine))
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("its schema is 1, not 0 as planned");
    }

    /** Else each later batch had to open one that spans the whole range. */
    @Test
    void batchesAreNotMergedIntoTheManifestOfDaysOutside() throws Exception {
        Table table = warehouse.sales(2);
        append(table, "2024-01-01", "old");
        append(table, "2024-02-01", "after");
        table.updateProperties()
                .set(TableProperties.MANIFEST_TARGET_SIZE_BYTES, Integer.toString(5 << 20))
                .commit();
        Backfill backfill = Backfill.onto(warehouse, table);
        Shadow shadow = backfill.shadow();
        shadow.prepare();

        for (String day : Backfill.DAYS) {
            shadow.write(target -> overwrite(backfill, target, day, files(target, day, "new")));
        }

        List<SortedSet<Integer>> days = daysOfManifests(table);
        assertThat(days).allSatisfy(found -> assertThat(found).hasSize(1));
        assertThat(days).hasSize(5);
        assertThat(table.properties())
                .containsEntry(TableProperties.MANIFEST_TARGET_SIZE_BYTES, Integer.toString(5 << 20));
    }

    /** They have room up to a megabyte. */
    @Test
    void smallBatchesAreMerged() throws Exception {
        Backfill backfill = prepared();
        backfill.table
                .updateProperties()
                .set(TableProperties.MANIFEST_MIN_MERGE_COUNT, "2")
                .commit();

        backfill.shadow().write(first(backfill, "new-2024-01-01"));
        backfill.shadow().write(first(backfill, "again-2024-01-01"));

        assertThat(daysOfManifests(backfill.table)).hasSize(1);
    }

    private Backfill prepared() throws CommitOutcomeUnknown {
        Backfill backfill = Backfill.planned(warehouse, 2);
        backfill.shadow().prepare();
        return backfill;
    }

    private static Consumer<Table> first(Backfill backfill, String file) {
        return table -> commit(backfill, table, Backfill.FIRST, Stream.of(backfill.file(file)));
    }

    private static void overwrite(Backfill backfill, Table table, String day, Stream<DataFile> files) {
        long ordinal = LocalDate.parse(day).toEpochDay();
        commit(backfill, table, new Batch(new PartitionRange(PartitionUnit.DAY, ordinal, ordinal + 1)), files);
    }

    private static void commit(Backfill backfill, Table table, Batch batch, Stream<DataFile> files) {
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(TableRange.of("day", batch).expression(table.schema()))
                .validateFromSnapshot(table.snapshot(Backfill.REFS.branch()).snapshotId())
                .validateNoConflictingData()
                .validateNoConflictingDeletes()
                .toBranch(Backfill.REFS.branch());
        files.forEach(overwrite::addFile);
        backfill.plan.batchProperties(batch, 1, "events@1").forEach(overwrite::set);
        overwrite.commit();
    }

    private void append(Table table, String day, String prefix) {
        AppendFiles append = table.newFastAppend();
        files(table, day, prefix).forEach(append::appendFile);
        append.commit();
    }

    private Stream<DataFile> files(Table table, String day, String prefix) {
        return IntStream.range(0, FILES)
                .mapToObj(i -> DataFiles.builder(table.spec())
                        .withPath("memory:/%s-%s-%d-%s".formatted(prefix, day, i, noise()))
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(3)
                        .withRecordCount(1)
                        .withPartitionPath("day=" + day)
                        .build());
    }

    private String noise() {
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static List<SortedSet<Integer>> daysOfManifests(Table table) {
        table.refresh();
        return table.snapshot(Backfill.REFS.branch()).dataManifests(table.io()).stream()
                .filter(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles())
                .map(manifest -> days(table, manifest))
                .toList();
    }

    private static SortedSet<Integer> days(Table table, ManifestFile manifest) {
        SortedSet<Integer> days = new TreeSet<>();
        try (ManifestReader<DataFile> reader = ManifestFiles.read(manifest, table.io(), table.specs())) {
            reader.forEach(file -> days.add(file.partition().get(0, Integer.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return days;
    }
}
