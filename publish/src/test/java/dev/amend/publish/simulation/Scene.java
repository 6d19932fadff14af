package dev.amend.publish.simulation;

import dev.amend.publish.range.TableRange;
import dev.amend.publish.shadow.BackfillRefs;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/** The table of a simulation, the range of it that is corrected, and its files. */
record Scene(SimulatedCatalog catalog) {
    static final BackfillRefs REFS = new BackfillRefs(new BackfillId("tax-fix"), "sales_before");
    static final List<Batch> BATCHES = List.of(batch("2024-01-01", "2024-01-03"), batch("2024-01-03", "2024-01-05"));
    static final TableRange RANGE = TableRange.of("day", batch("2024-01-01", "2024-01-05"));

    private static final long ROWS_PER_NAME = 10;
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.required(2, "day", Types.DateType.get()),
            Types.NestedField.optional(3, "amount", Types.LongType.get()));

    /** A table with old rows for each day. */
    static Scene start(int formatVersion) {
        TableMetadata table = TableMetadata.newTableMetadata(
                SCHEMA,
                PartitionSpec.builderFor(SCHEMA).identity("day").build(),
                "memory/sales",
                Map.of(
                        TableProperties.FORMAT_VERSION, Integer.toString(formatVersion),
                        TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "1",
                        TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "1"));
        Scene scene = new Scene(new SimulatedCatalog(new SimulatedFiles(), table));
        Table live = scene.catalog.quietTable();
        var append = live.newAppend();
        Contents.DAYS.forEach(day -> append.appendFile(scene.file(live, List.of("old-" + day))));
        Contents.DAYS_AFTER.forEach(day -> append.appendFile(scene.file(live, List.of("old-" + day))));
        append.commit();
        return scene;
    }

    private static Batch batch(String start, String end) {
        return new Batch(new PartitionRange(
                PartitionUnit.DAY,
                LocalDate.parse(start).toEpochDay(),
                LocalDate.parse(end).toEpochDay()));
    }

    /** A new file with rows of one day, under the table's partition spec. */
    DataFile file(Table table, List<String> rows) {
        String day = Contents.day(rows.get(0));
        String path = "%s/data/%d.parquet".formatted(table.location(), newId(table));
        catalog.files().write(path, rows);
        return DataFiles.builder(table.spec())
                .withPath(path)
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(1)
                .withPartitionPath(partition(table.spec(), day))
                .withMetrics(metrics(
                        rows.size() * ROWS_PER_NAME, (int) LocalDate.parse(day).toEpochDay()))
                .build();
    }

    private static long newId(Table table) {
        return ((HasTableOperations) table).operations().newSnapshotId();
    }

    private static String partition(PartitionSpec spec, String day) {
        return spec.fields().stream()
                .map(field -> field.name() + "=" + (field.name().equals("day") ? day : "0"))
                .collect(Collectors.joining("/"));
    }

    private static Metrics metrics(long rows, int day) {
        Types.DateType type = Types.DateType.get();
        return new Metrics(
                rows,
                null,
                Map.of(2, rows),
                Map.of(2, 0L),
                null,
                Map.of(2, Conversions.toByteBuffer(type, day)),
                Map.of(2, Conversions.toByteBuffer(type, day)));
    }

    /** A delete of a row of one file. */
    DeleteFile rowDelete(Table table, DataFile of, String name) {
        boolean asVector = ((HasTableOperations) table).operations().current().formatVersion() > 2;
        String path = "%s/data/%d.%s".formatted(table.location(), newId(table), asVector ? "puffin" : "parquet");
        catalog.files().write(path, List.of(name));
        FileMetadata.Builder builder = FileMetadata.deleteFileBuilder(
                        table.specs().get(of.specId()))
                .ofPositionDeletes()
                .withPath(path)
                .withFileSizeInBytes(1)
                .withRecordCount(1)
                .withPartition(of.partition())
                .withReferencedDataFile(of.location());
        return asVector
                ? builder.withFormat(FileFormat.PUFFIN)
                        .withContentOffset(4)
                        .withContentSizeInBytes(6)
                        .build()
                : builder.withFormat(FileFormat.PARQUET).build();
    }

    /** Main's files of a day that have no deletes, in the order of their paths. */
    List<DataFile> plainFiles(Table table, String day) {
        List<DataFile> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().includeColumnStats().planFiles()) {
            for (FileScanTask task : tasks) {
                if (task.deletes().isEmpty()
                        && day.equals(Contents.day(rows(task.file()).get(0)))) {
                    files.add(task.file().copy());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort((one, other) -> one.location().compareTo(other.location()));
        return files;
    }

    List<String> rows(DataFile file) {
        return catalog.files().rows(file.location());
    }
}
