package dev.amend.publish.simulation;

import java.util.function.UnaryOperator;

/** What a commit may make of the rows that readers of main see. */
interface Effect {
    /** Maintenance: the same rows as before. */
    Effect NONE = Contents::equals;

    boolean allows(Contents before, Contents after);

    /** A live write makes exactly this of them. */
    static Effect of(UnaryOperator<Contents> change) {
        return (before, after) -> after.equals(change.apply(before));
    }
}
