package dev.amend.engine.run;

import dev.amend.publish.CommittedBatch;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The batches' commits as they were last seen in the shadow. Asking what was seen needs no catalog: a report can also be
 * written when that is why the run ends.
 */
final class SeenCommits {
    private final Supplier<Map<String, CommittedBatch>> shadow;
    private Map<String, CommittedBatch> seen = Map.of();

    /** @param shadow the batches in it by id, in the order of their commits; the latest commit of each */
    SeenCommits(Supplier<Map<String, CommittedBatch>> shadow) {
        this.shadow = shadow;
    }

    /** Looks into the shadow. One thread at a time: what is seen never becomes older. */
    synchronized Map<String, CommittedBatch> look() {
        seen = shadow.get();
        return seen;
    }

    /** The newest of some commits, in the order of the shadow; those that were replaced since don't count. */
    synchronized Optional<CommittedBatch> newestOf(Set<Long> snapshotIds) {
        return seen.values().stream()
                .filter(commit -> snapshotIds.contains(commit.snapshotId()))
                .reduce((older, newer) -> newer);
    }
}
