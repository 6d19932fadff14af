package dev.amend.specs;

/** How closely a check looks. */
public enum Level {
    /** Schema, partitions, row counts, keys. */
    STRUCTURAL,
    /** Measures and totals. */
    AGGREGATE,
    /** Single rows and their columns. */
    ROW
}
