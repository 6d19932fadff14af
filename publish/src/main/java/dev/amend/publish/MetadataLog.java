package dev.amend.publish;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/** A table's metadata as it was before, newest first, as far as its files are there. Refresh the table first. */
final class MetadataLog {
    /** So many commits of others may come between a call that was killed and the next one. */
    static final int FILES = 300;

    private final FileIO io;
    private final TableMetadata now;

    MetadataLog(Table table) {
        this.io = table.io();
        this.now = ((HasTableOperations) table).operations().current();
    }

    /**
     * What a search came to.
     *
     * @param gap why nobody knows what came before; empty if it was found, or never was
     */
    record Search(Optional<TableMetadata> found, Optional<String> gap) {}

    /** The latest metadata in which one of these refs was. Each file names the one before it. */
    Search latestWith(Set<String> refs) {
        TableMetadata metadata = now;
        for (int read = 0; read < FILES; read++) {
            List<MetadataLogEntry> earlier = metadata.previousFiles();
            if (earlier.isEmpty()) {
                return isFirst(metadata)
                        ? new Search(Optional.empty(), Optional.empty())
                        : unknown("the table's metadata log does not reach back that far");
            }

            String file = earlier.get(earlier.size() - 1).file();
            try {
                metadata = read(file);
            } catch (RuntimeException e) {
                // A catalog may keep its metadata files to itself: what can't be read is as good as gone
                return unknown("metadata file %s can't be read: %s".formatted(file, e.getMessage()));
            }
            if (!Objects.equals(metadata.uuid(), now.uuid())) {
                return unknown("metadata file %s is of another table by now".formatted(file));
            }
            if (refs.stream().anyMatch(metadata.refs()::containsKey)) {
                return new Search(Optional.of(metadata), Optional.empty());
            }
        }
        return unknown("others committed more than %d times since".formatted(FILES));
    }

    private static Search unknown(String gap) {
        return new Search(Optional.empty(), Optional.of(gap));
    }

    private TableMetadata read(String file) {
        if (!exists(io, file)) {
            throw new NotFoundException("it is not there any more");
        }
        return TableMetadataParser.read(io, file);
    }

    /** A table begins empty, or with the one snapshot of the statement that created it. */
    private static boolean isFirst(TableMetadata metadata) {
        return metadata.lastSequenceNumber() <= 1 && metadata.snapshots().size() <= 1;
    }

    static boolean exists(FileIO io, String path) {
        try {
            return io.newInputFile(path).exists();
        } catch (NotFoundException e) {
            return false;
        }
    }
}
