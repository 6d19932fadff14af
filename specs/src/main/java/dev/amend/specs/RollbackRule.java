package dev.amend.specs;

import java.time.Duration;

/**
 * The rule for keeping the old data.
 *
 * @param tag the tag that holds the baseline
 * @param keepFor the minimum time that the old data stays after publication
 * @param copies when the old rows are copied into new files, which a rollback needs once others have committed
 */
public record RollbackRule(String tag, Duration keepFor, Copies copies) {

    /** The time at which the old rows are copied. */
    public enum Copies {
        /** Copied by the rollback: nothing is stored twice until then. */
        WHEN_NEEDED,
        /** Copied before publication: a rollback then only changes metadata. */
        BEFORE_PUBLICATION
    }
}
