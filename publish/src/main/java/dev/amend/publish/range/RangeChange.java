package dev.amend.publish.range;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One commit that touched partitions of a range.
 *
 * @param snapshotId empty if the snapshots in between were expired, and only the difference of files is known
 * @param committedAt empty if the snapshot is unknown
 * @param operation {@code append}, {@code overwrite}, {@code delete}, {@code replace} or {@code unknown}
 * @param engine the writer from the snapshot's summary, such as {@code spark local-1700000000000}; or {@code unknown}
 * @param partitions the ordinals that were touched; empty for a change outside the range
 */
public record RangeChange(
        OptionalLong snapshotId,
        Optional<Instant> committedAt,
        String operation,
        String engine,
        SortedSet<Long> partitions) {

    /** The value for operation and engine if the snapshots that made a change were expired. */
    public static final String UNKNOWN = "unknown";

    public RangeChange {
        partitions = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
    }
}
