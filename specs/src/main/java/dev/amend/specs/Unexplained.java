package dev.amend.specs;

import java.util.Optional;

/**
 * The limit for rows that differ without a reason, in a batch and in total.
 *
 * @param rows the maximum number of rows
 * @param delta the change of each measure that unexplained rows may cause; empty: not limited
 */
public record Unexplained(long rows, Optional<DeltaRange> delta) {

    /** Every row that differs needs a reason. */
    public static final Unexplained NO_ROW = new Unexplained(0, Optional.empty());
}
