package dev.amend.publish.guard;

/**
 * The parts of a commit in addition to its files.
 *
 * @param companions refs that are set in the same commit
 * @param check a check of the snapshot right before it is sent
 */
public record CommitTerms(CompanionRefs companions, CommitCheck check) {

    /** Terms without refs and without a check. */
    public static final CommitTerms NONE = new CommitTerms(CompanionRefs.NONE, CommitCheck.NONE);
}
