package dev.amend.publish.removal;

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

/** A table's earlier metadata, newest first, as far as its files exist. Refresh the table first. */
public final class MetadataLog {
    /** How many commits of others may come between a killed call and the next one, at most. */
    public static final int FILES = 300;

    private final FileIO io;
    private final TableMetadata now;

    MetadataLog(Table table) {
        this.io = table.io();
        this.now = ((HasTableOperations) table).operations().current();
    }

    /**
     * The result of a search.
     *
     * @param gap why earlier metadata is unknown; empty if the search succeeded, or the refs never existed
     */
    public record Search(Optional<TableMetadata> found, Optional<String> gap) {}

    /** The latest metadata that has one of these refs. Each file names the one before it. */
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
                // A catalog may not give access to its metadata files: an unreadable file counts as missing
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

    /** A new table is empty, or has the one snapshot of the statement that created it. */
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
