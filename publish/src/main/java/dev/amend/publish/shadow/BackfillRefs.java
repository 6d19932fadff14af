package dev.amend.publish.shadow;

import dev.amend.specs.BackfillId;
import java.util.Set;
import org.apache.iceberg.SnapshotRef;

/**
 * The names of a backfill's refs.
 *
 * @param baselineTag the tag that keeps the old data
 * @param branch the branch on which corrected data is built
 */
public record BackfillRefs(BackfillId id, String baselineTag, String branch) {

    /** The names in a target that has the shadow on a branch. */
    public BackfillRefs(BackfillId id, String baselineTag) {
        this(id, baselineTag, id.refName());
    }

    /** The names in a shadow that is a table of its own: it is built on main. */
    public BackfillRefs inTable() {
        return new BackfillRefs(id, baselineTag, SnapshotRef.MAIN_BRANCH);
    }

    /** The tag for the head of main that publication replaced. */
    public String previousTag() {
        return id.refName() + "_previous";
    }

    /**
     * The tag on the publication: as long as it exists and {@link #rolledBackTag} does not, the backfill is current.
     */
    public String publishedTag() {
        return id.refName() + "_published";
    }

    /** The tag on main's head after the old data was made current again. */
    public String rolledBackTag() {
        return id.refName() + "_rolled_back";
    }

    /**
     * The tag that keeps the pinned snapshot of a source, in the source's table. The target may be a source itself, so
     * the name is none of the target's refs.
     */
    public String sourceTag(String source) {
        String tag = id.refName() + "_" + source;
        return all().contains(tag) ? tag + "_source" : tag;
    }

    /** The branch with the old rows in new files, for a rollback that can't move main back. */
    public String restoreBranch() {
        return id.refName() + "_restore";
    }

    /** Every ref that a backfill may have in its target. */
    public Set<String> all() {
        return Set.of(
                id.refName(),
                scratchBranch(),
                restoreBranch(),
                baselineTag(),
                previousTag(),
                publishedTag(),
                rolledBackTag());
    }

    /** The temporary branch of {@code prove}. */
    public String scratchBranch() {
        return id.refName() + "_scratch";
    }
}
