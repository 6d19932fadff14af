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
    /** Main is moved to the sealed shadow, and gets its tags. */
    SWAP,
    /** The shadow's files replace the range's on main, which gets its tags. */
    OVERWRITE,
    /** Tags that were dropped since the publication are set again. */
    MEND_TAGS,
    /** Main is moved back. */
    ROLL_BACK_BY_REFERENCE,
    /** The old data files are copied. */
    COPY_OLD_FILES,
    /** The copies replace the range's files on main. */
    ROLL_BACK_BY_COPIES,
    /** Main was moved off the publication by someone else: that gets its tag. */
    RECORD_ROLLBACK,
    /** Branch, tags and their snapshots leave. */
    REMOVE_REFS,
    /** The files that nothing reaches any more are deleted. */
    DELETE_FILES,
    CREATE_SCRATCH,
    DROP_SCRATCH
}
