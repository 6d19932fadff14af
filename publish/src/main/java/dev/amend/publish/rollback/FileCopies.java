package dev.amend.publish.rollback;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/** Copies data files byte by byte to new paths: a path that was once removed from a table must never be added again. */
final class FileCopies {
    private final Table table;
    private final Map<String, String> locations;
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());

    /** @param attempt a number that is unique to this attempt, for the names of the copies */
    FileCopies(Table table, long attempt, List<DataFile> originals) {
        this.table = table;
        this.locations = locations(table, attempt, originals);
    }

    private static Map<String, String> locations(Table table, long attempt, List<DataFile> originals) {
        Map<String, String> locations = new HashMap<>();
        for (DataFile original : originals) {
            String fileName =
                    original.format().addExtension("amend-rollback-%d-%05d".formatted(attempt, locations.size()));
            locations.put(original.location(), location(table, original, fileName));
        }
        return locations;
    }

    private static String location(Table table, DataFile original, String fileName) {
        PartitionSpec spec = Objects.requireNonNull(table.specs().get(original.specId()));
        return spec.isPartitioned()
                ? table.locationProvider().newDataLocation(spec, original.partition(), fileName)
                : table.locationProvider().newDataLocation(fileName);
    }

    /** Copies in parallel. If one copy fails, the others are deleted. */
    void make() {
        try {
            Tasks.foreach(locations.entrySet())
                    .executeWith(ThreadPools.getWorkerPool())
                    .stopOnFailure()
                    .throwFailureWhenFinished()
                    .run(paths -> copy(paths.getKey(), paths.getValue()));
        } catch (RuntimeException e) {
            delete();
            throw e;
        }
    }

    /** The path of a file's copy, whether or not the copy exists yet. */
    String locationOf(DataFile original) {
        return Objects.requireNonNull(locations.get(original.location()));
    }

    private void copy(String from, String to) {
        made.add(to);
        try (InputStream in = table.io().newInputFile(from).newStream();
                OutputStream out = table.io().newOutputFile(to).create()) {
            in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy %s to %s".formatted(from, to), e);
        }
    }

    /** Deletes all copies. Call it only if they are known not to be committed. */
    void delete() {
        CatalogUtil.deleteFiles(table.io(), List.copyOf(made), "copy", true);
    }
}
