package dev.amend.engine.reports;

import dev.amend.publish.shadow.CommittedBatch;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The batches' commits as last seen in the shadow. Reading them needs no catalog, so a report can be written even when
 * a failing catalog ends the run.
 */
public final class LastSeenCommits {
    private final Supplier<Map<String, CommittedBatch>> shadow;
    private Map<String, CommittedBatch> seen = Map.of();

    /** @param shadow the latest commit of each batch in it by id, in the order of the commits */
    public LastSeenCommits(Supplier<Map<String, CommittedBatch>> shadow) {
        this.shadow = shadow;
    }

    /** Reads the shadow, one thread at a time, so that the commits seen never become older. */
    public synchronized Map<String, CommittedBatch> look() {
        seen = shadow.get();
        return seen;
    }

    /** The newest of some commits, in the order of the shadow; replaced commits don't count. */
    public synchronized Optional<CommittedBatch> newestOf(Set<Long> snapshotIds) {
        return seen.values().stream()
                .filter(commit -> snapshotIds.contains(commit.snapshotId()))
                .reduce((older, newer) -> newer);
    }
}
