package dev.amend.publish;

import java.time.Duration;
import java.time.Instant;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;

/**
 * How old the backfill's refs may become before expiry by others takes them. Iceberg counts a ref's age from its
 * <em>snapshot's</em> time, so that the snapshot's age comes on top.
 */
public record RefAges(Instant from, Duration keepFor) {
    /** For building, approving and publishing late. */
    private static final Duration MARGIN = Duration.ofDays(30);

    public SnapshotRef tag(Snapshot snapshot) {
        return SnapshotRef.tagBuilder(snapshot.snapshotId())
                .maxRefAgeMs(ageOf(snapshot).toMillis())
                .build();
    }

    /** Its snapshots are younger than itself, so that one age does for all of them. */
    public SnapshotRef branch(Snapshot snapshot) {
        return SnapshotRef.branchBuilder(snapshot.snapshotId())
                .maxRefAgeMs(ageOf(snapshot).toMillis())
                .maxSnapshotAgeMs(ageOf(snapshot).toMillis())
                .build();
    }

    /** A branch that never leaves, of which every snapshot is kept. */
    public SnapshotRef history(Snapshot snapshot) {
        return SnapshotRef.branchBuilder(snapshot.snapshotId())
                .maxSnapshotAgeMs(ageOf(snapshot).toMillis())
                .build();
    }

    private Duration ageOf(Snapshot snapshot) {
        Duration already = Duration.between(Instant.ofEpochMilli(snapshot.timestampMillis()), from);
        return keepFor.plus(MARGIN).plus(already.isNegative() ? Duration.ZERO : already);
    }
}
