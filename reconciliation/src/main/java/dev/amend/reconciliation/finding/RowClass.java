package dev.amend.reconciliation.finding;

/** The class of a key in the comparison of baseline and shadow. */
public enum RowClass {
    /** Equal, or within tolerance, in every compared column. */
    SAME,
    /** On both sides, once each, and a compared column differs. */
    CHANGED,
    /** Only in the shadow. */
    ADDED,
    /** Only in the baseline. */
    REMOVED,
    /** In another partition of the same batch; counted where it is now. */
    MOVED,
    /** More than once on one side: such rows can't be paired. */
    DUPLICATE
}
