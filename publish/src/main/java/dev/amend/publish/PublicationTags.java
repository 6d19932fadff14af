package dev.amend.publish;

import dev.amend.publish.commit.CompanionRefs;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The tags that come with a publication, in the same commit. Without its own tag a publication that is not main's head
 * any more would go with the next expiry by others, and nobody could tell what was published.
 */
record PublicationTags(ShadowPlan plan, Clock clock) {

    /** For a commit on main: the head that it replaces is the one that it is compared against. */
    CompanionRefs companions() {
        return (base, published) -> at(base, published, base.currentSnapshot().snapshotId());
    }

    /**
     * The publication's, the former head's and the baseline's tag, with ages that are counted from now. Without those
     * whose snapshots are gone.
     */
    Map<String, SnapshotRef> at(TableMetadata base, Snapshot published, long headBefore) {
        RefAges ages = new RefAges(clock.instant(), plan.keepFor());
        Map<String, SnapshotRef> tags = new LinkedHashMap<>();
        tags.put(plan.refs().publishedTag(), ages.tag(published));
        putIfThere(tags, plan.refs().previousTag(), base.snapshot(headBefore), ages);
        putIfThere(tags, plan.refs().baselineTag(), base.snapshot(plan.baselineSnapshotId()), ages);
        return tags;
    }

    private static void putIfThere(
            Map<String, SnapshotRef> tags, String name, @Nullable Snapshot snapshot, RefAges ages) {
        if (snapshot != null) {
            tags.put(name, ages.tag(snapshot));
        }
    }
}
