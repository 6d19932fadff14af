package dev.amend.publish;

import dev.amend.specs.BackfillId;
import java.util.Set;

/**
 * The names of a backfill's refs in the target.
 *
 * @param baselineTag the tag that keeps the old data
 */
public record BackfillRefs(BackfillId id, String baselineTag) {

    /** The branch on which corrected data is built. */
    public String branch() {
        return id.refName();
    }

    /** The tag for the head of main that publication replaced. */
    public String previousTag() {
        return id.refName() + "_previous";
    }

    /** The tag on the publication: as long as it is there and {@link #rolledBackTag} is not, the backfill is current. */
    public String publishedTag() {
        return id.refName() + "_published";
    }

    /** The tag on main's head that made the old data current again. */
    public String rolledBackTag() {
        return id.refName() + "_rolled_back";
    }

    /** Every ref that a backfill may have. */
    public Set<String> all() {
        return Set.of(branch(), scratchBranch(), baselineTag(), previousTag(), publishedTag(), rolledBackTag());
    }

    /** The throw-away branch of {@code prove}. */
    public String scratchBranch() {
        return id.refName() + "_scratch";
    }
}
