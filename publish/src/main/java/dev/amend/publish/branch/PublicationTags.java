package dev.amend.publish.branch;

import dev.amend.publish.guard.CompanionRefs;
import dev.amend.publish.shadow.RefAges;
import dev.amend.publish.shadow.ShadowPlan;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The tags that are set in the same commit as a publication. Without a tag, a publication that is no longer main's head
 * would be removed by the next expiry, and nobody could tell what was published.
 */
record PublicationTags(ShadowPlan plan, Clock clock) {

    /** The tags for a commit on main; the replaced head is that of the metadata that the commit is based on. */
    CompanionRefs companions() {
        return (base, published) -> at(base, published, base.currentSnapshot().snapshotId());
    }

    /**
     * The tags of the publication, the former head and the baseline, with ages counted from now. Tags whose snapshots
     * no longer exist are left out.
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
