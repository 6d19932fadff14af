package dev.amend.publish.step;

/** A step that changes the target's metadata or files. */
public enum PublishStep {
    /** Tag and branch are created at the baseline. */
    CREATE_REFS,
    /** The range is emptied on the shadow. */
    CLEAR_RANGE,
    /** The baseline tag moves to a later snapshot of main. */
    MOVE_BASELINE,
    /** The snapshot to be published gets its tag. */
    TAG_PUBLISHED,
    /** The baseline tag's age is counted from the publication. */
    EXTEND_BASELINE,
    /** The shadow's files replace those of the range on main, which gets its tags. */
    OVERWRITE,
    /** Several tables become current in one commit of the catalog. */
    COMMIT_TOGETHER,
    /** Tags that were dropped since the publication are set again. */
    SET_MISSING_TAGS,
    /** Main is moved back. */
    ROLL_BACK_BY_REFERENCE,
    /** The branch for the old rows in new files is created at the former head. */
    CREATE_RESTORE,
    /** Old rows with deletes are written again on the restore branch. */
    REWRITE_OLD_ROWS,
    /** The other old files are copied, and replace the originals on the restore branch. */
    COPY_OLD_FILES,
    /** The copies replace the files of the range on main. */
    ROLL_BACK_BY_COPIES,
    /** The tag is set for a rollback by someone else, who moved main off the publication. */
    RECORD_ROLLBACK,
    /** Branch, tags and their snapshots are removed. */
    REMOVE_REFS,
    /** Unreachable files are deleted. */
    DELETE_FILES,
    /** The shadow table is created. */
    CREATE_SHADOW_TABLE,
    /** The view is changed to read the shadow table. */
    REPLACE_VIEW,
    /** The view is set back to its earlier query, since it does not read the approved data. */
    WITHDRAW_VIEW,
    /** The view is changed to read the target again. */
    ROLL_BACK_VIEW,
    /** The shadow table is removed from the catalog. */
    DROP_SHADOW_TABLE,
    CREATE_SCRATCH,
    DROP_SCRATCH
}
