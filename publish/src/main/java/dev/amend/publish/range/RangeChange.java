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
 * @param committedAt empty if the snapshot is not known
 * @param operation {@code append}, {@code overwrite}, {@code delete}, {@code replace} or {@code unknown}
 * @param engine who wrote, from the snapshot's summary, such as {@code spark local-1700000000000}; or {@code unknown}
 * @param partitions the ordinals that were touched, at least one
 */
public record RangeChange(
        OptionalLong snapshotId,
        Optional<Instant> committedAt,
        String operation,
        String engine,
        SortedSet<Long> partitions) {

    /** Where the snapshots that made a change were expired. */
    public static final String UNKNOWN = "unknown";

    public RangeChange {
        partitions = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
    }
}
