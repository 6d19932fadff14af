package dev.amend.reconciliation.input;

import java.util.function.Function;

/** The place from which the new rows of batches are read. */
public sealed interface NewRows {

    /** Rows in the shadow at a snapshot. */
    record InShadow(long snapshotId) implements NewRows {}

    /** Rows in a temporary view, as they would be written: it has the target's columns with their types. */
    record InView(String name) implements NewRows {}

    /** Calls the function for the kind of rows. */
    default <T> T fold(Function<InShadow, T> ofShadow, Function<InView, T> ofView) {
        if (this instanceof InShadow shadow) {
            return ofShadow.apply(shadow);
        }
        return ofView.apply((InView) this);
    }
}
