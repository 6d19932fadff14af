package dev.amend.engine.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.SnapshotUtil;

/** A table that the live pipeline appends to. It checks after each commit whether the rows are in the table. */
final class LiveTable {
    private static final int MAX_ATTEMPTS = 20;
    private static final String FILE_PROPERTY = "live-pipeline.file";

    private final Table table;
    private final Runnable restBeforeRetry;

    LiveTable(Table table, Runnable restBeforeRetry) {
        this.table = table;
        this.restBeforeRetry = restBeforeRetry;
    }

    Table table() {
        return table;
    }

    /** Appends rows of one partition in one commit, and returns the snapshot that contains them. */
    long append(List<Record> rows) {
        DataFile file = write(rows);
        for (int attempt = 1; ; attempt++) {
            Optional<RuntimeException> failure = commit(file);
            // The table decides, not the response: a lost response must not make the rows appear twice.
            Optional<Snapshot> snapshot = snapshotWith(file);
            if (snapshot.isPresent()) {
                return snapshot.get().snapshotId();
            }

            if (failure.isEmpty()) {
                throw new IllegalStateException("The rows in %s are not in %s though their commit was acknowledged"
                        .formatted(file.location(), table.name()));
            }

            if (attempt == MAX_ATTEMPTS) {
                throw failure.get();
            }

            restBeforeRetry.run();
        }
    }

    private Optional<RuntimeException> commit(DataFile file) {
        try {
            table.newAppend()
                    .appendFile(file)
                    .set(FILE_PROPERTY, file.location())
                    .commit();
            return Optional.empty();
        } catch (CommitFailedException | CommitStateUnknownException | UncheckedSQLException e) {
            return Optional.of(e);
        }
    }

    private Optional<Snapshot> snapshotWith(DataFile file) {
        table.refresh();
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            if (file.location().equals(snapshot.summary().get(FILE_PROPERTY))) {
                return Optional.of(snapshot);
            }
        }
        return Optional.empty();
    }

    private DataFile write(List<Record> rows) {
        PartitionKey partition = new PartitionKey(table.spec(), table.schema());
        partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(rows.get(0)));
        DataWriter<Record> writer = newWriter(partition);
        try (writer) {
            writer.write(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toDataFile();
    }

    private DataWriter<Record> newWriter(PartitionKey partition) {
        OutputFileFactory files = OutputFileFactory.builderFor(table, 0, 0)
                .format(FileFormat.PARQUET)
                .build();
        try {
            return Parquet.writeData(files.newOutputFile(partition))
                    .forTable(table)
                    .createWriterFunc(GenericParquetWriter::create)
                    .withPartition(partition)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
