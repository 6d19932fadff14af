package dev.amend.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/** Copies data files byte by byte to new paths: a path that was removed from a table once must never be added again. */
final class FileCopies {
    private final Table table;
    private final long attempt;
    private final List<DataFile> copies = Collections.synchronizedList(new ArrayList<>());

    FileCopies(Table table, long attempt) {
        this.table = table;
        this.attempt = attempt;
    }

    /** Copies in parallel. If one fails, the others are deleted. */
    List<DataFile> of(List<DataFile> originals) {
        try {
            Tasks.range(originals.size())
                    .executeWith(ThreadPools.getWorkerPool())
                    .stopOnFailure()
                    .throwFailureWhenFinished()
                    .run(index -> copies.add(copy(originals.get(index), index)));
        } catch (RuntimeException e) {
            delete();
            throw e;
        }
        return List.copyOf(copies);
    }

    private DataFile copy(DataFile original, int index) {
        PartitionSpec spec = Objects.requireNonNull(table.specs().get(original.specId()));
        String fileName = original.format().addExtension("amend-rollback-%d-%05d".formatted(attempt, index));
        String path = spec.isPartitioned()
                ? table.locationProvider().newDataLocation(spec, original.partition(), fileName)
                : table.locationProvider().newDataLocation(fileName);

        copyBytes(original.location(), path);
        return DataFiles.builder(spec)
                .copy(original)
                .withPath(path)
                .withFirstRowId(null)
                .build();
    }

    private void copyBytes(String from, String to) {
        try (InputStream in = table.io().newInputFile(from).newStream();
                OutputStream out = table.io().newOutputFile(to).create()) {
            in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy %s to %s".formatted(from, to), e);
        }
    }

    /** Deletes all copies: only when it is known that they were not committed. */
    void delete() {
        CatalogUtil.deleteFiles(
                table.io(), copies.stream().map(DataFile::location).toList(), "copy", true);
    }
}
