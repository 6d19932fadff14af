package dev.amend.publish;

import dev.amend.specs.BackfillId;

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

    /** The throw-away branch of {@code prove}. */
    public String scratchBranch() {
        return id.refName() + "_scratch";
    }
}
