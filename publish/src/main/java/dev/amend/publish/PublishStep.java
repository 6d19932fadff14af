package dev.amend.publish;

/** A step that changes the target's metadata or files. */
public enum PublishStep {
    /** Tag and branch are created at the baseline. */
    CREATE_REFS,
    /** The range is emptied on the shadow. */
    CLEAR_RANGE,
    /** The baseline tag moves to a later snapshot of main. */
    MOVE_BASELINE,
    /** The head of main that is about to be replaced gets its tag. */
    TAG_PREVIOUS,
    /** The shadow gets an empty commit with the release's properties. */
    SEAL,
    /** Main is moved to the sealed shadow. */
    SWAP,
    /** The shadow's files replace the range's on main. */
    OVERWRITE,
    /** The tags' ages are counted from the publication. */
    EXTEND_TAGS,
    /** Main is moved back. */
    ROLL_BACK_BY_REFERENCE,
    /** The old data files are copied. */
    COPY_OLD_FILES,
    /** The copies replace the range's files on main. */
    ROLL_BACK_BY_COPIES,
    /** Branch, tags and their snapshots leave. */
    REMOVE_REFS,
    /** The files that nothing reaches any more are deleted. */
    DELETE_FILES,
    CREATE_SCRATCH,
    DROP_SCRATCH
}
