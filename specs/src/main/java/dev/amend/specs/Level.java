package dev.amend.specs;

/** The level of detail of a check. */
public enum Level {
    /** Schema, partitions, row counts, keys. */
    STRUCTURAL,
    /** Measures and totals. */
    AGGREGATE,
    /** Single rows and their columns. */
    ROW
}
