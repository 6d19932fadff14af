package dev.amend.publish.shadow;

import java.time.Duration;
import java.time.Instant;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;

/**
 * The ages at which others may expire the backfill's refs. Iceberg counts a ref's age from its <em>snapshot's</em>
 * time, so the snapshot's age is added.
 */
public record RefAges(Instant from, Duration keepFor) {
    /** Extra time for late building, approval and publication. */
    private static final Duration MARGIN = Duration.ofDays(30);

    public SnapshotRef tag(Snapshot snapshot) {
        return SnapshotRef.tagBuilder(snapshot.snapshotId())
                .maxRefAgeMs(ageOf(snapshot).toMillis())
                .build();
    }

    /** A branch whose snapshots are younger than the branch itself, so that one age fits all of them. */
    public SnapshotRef branch(Snapshot snapshot) {
        return SnapshotRef.branchBuilder(snapshot.snapshotId())
                .maxRefAgeMs(ageOf(snapshot).toMillis())
                .maxSnapshotAgeMs(ageOf(snapshot).toMillis())
                .build();
    }

    /** A branch that never expires; its snapshots are kept for the same age as a tag. */
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
