package dev.amend.publish;

/**
 * Which publication is to be undone, and what becomes of rows that were written into the range since.
 *
 * @param publishedSnapshotId the snapshot that {@link PublicationResult.Published} named
 */
public record RollbackRequest(ShadowPlan shadow, long publishedSnapshotId, LaterWrites laterWrites, String reason) {

    /** What becomes of rows that others wrote into the range after publication. */
    public enum LaterWrites {
        /** They are in the way: nothing is rolled back. */
        KEEP,
        /** They go. */
        DISCARD
    }
}
