package dev.amend.specs;

import java.time.Duration;

/**
 * How the old data is kept.
 *
 * @param tag the tag that holds the baseline
 * @param keepFor how long after publication the old data stays at least
 * @param copies when the old rows are put into new files, which a rollback needs once others committed
 */
public record RollbackRule(String tag, Duration keepFor, Copies copies) {

    /** When the old rows are copied. */
    public enum Copies {
        /** By the rollback: nothing is stored twice meanwhile. */
        WHEN_NEEDED,
        /** Before publication: then undoing is metadata alone. */
        BEFORE_PUBLICATION
    }
}
