package dev.amend.reconciliation.query;

import java.util.Locale;

/** The dependence of a built-in function's result on more than its arguments. */
enum Dependence {
    /** No other dependence. */
    NOTHING,
    /** Rows that compare as equal, or the order of merging partial results. {@code prove} shows it, a plan does not. */
    TIES,
    /** The order of rows. */
    ORDER,
    /** The order of rows, which only affects the order of a list's elements. */
    ELEMENTS,
    /** The start time of the query. */
    CLOCK,
    /** Random numbers. */
    CHANCE,
    /** The user, the session or the version of Spark. */
    SURROUNDINGS,
    /** Files, and the way they are split into tasks. */
    LAYOUT,
    /** Code or files outside the query. No query may call such a function. */
    OUTSIDE;

    static Dependence of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    boolean isOfOrder() {
        return this == ORDER || this == ELEMENTS;
    }

    /** True if two runs of the same query may differ, and the plan shows it. */
    boolean isVisible() {
        return this != NOTHING && this != TIES;
    }
}
