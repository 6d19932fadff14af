package dev.amend.publish;

/** A step that changes the target's metadata or files. */
public enum PublishStep {
    /** Tag and branch are created at the baseline. */
    CREATE_REFS,
    /** The range is emptied on the shadow. */
    CLEAR_RANGE,
    /** The baseline tag moves to a later snapshot of main. */
    MOVE_BASELINE,
    /** The shadow gets an empty commit with the release's properties. */
    SEAL,
    /** What is about to be published gets its tag. */
    TAG_PUBLISHED,
    /** The baseline tag's age is counted from the publication. */
    EXTEND_BASELINE,
    /** Main is moved to the sealed shadow, and gets its tags. */
    SWAP,
    /** The shadow's files replace the range's on main, which gets its tags. */
    OVERWRITE,
    /** Several tables become current, in one commit of the catalog. */
    COMMIT_TOGETHER,
    /** Tags that were dropped since the publication are set again. */
    MEND_TAGS,
    /** Main is moved back. */
    ROLL_BACK_BY_REFERENCE,
    /** The branch that will have the old rows in new files is created at the former head. */
    CREATE_RESTORE,
    /** Old rows that have deletes are written anew on it. */
    REWRITE_OLD_ROWS,
    /** The other old files are copied, and replace the originals on it. */
    COPY_OLD_FILES,
    /** The copies replace the range's files on main. */
    ROLL_BACK_BY_COPIES,
    /** Main was moved off the publication by someone else: that gets its tag. */
    RECORD_ROLLBACK,
    /** Branch, tags and their snapshots leave. */
    REMOVE_REFS,
    /** The files that nothing reaches any more are deleted. */
    DELETE_FILES,
    /** The shadow table is created. */
    CREATE_SHADOW_TABLE,
    /** The view is made to read the shadow table. */
    REPLACE_VIEW,
    /** The view is made to read what it read before, since what it reads is not what was approved. */
    WITHDRAW_VIEW,
    /** The view is made to read the target again. */
    ROLL_BACK_VIEW,
    /** The shadow table leaves the catalog. */
    DROP_SHADOW_TABLE,
    CREATE_SCRATCH,
    DROP_SCRATCH
}
