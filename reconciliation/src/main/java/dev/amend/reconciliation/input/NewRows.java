package dev.amend.reconciliation.input;

import dev.amend.specs.TableId;
import dev.amend.specs.text.Identifier;
import java.util.function.Function;

/** The place from which the new rows of batches are read. */
public sealed interface NewRows {

    /** Rows in the shadow at a snapshot. */
    record InShadow(long snapshotId) implements NewRows {}

    /** Rows in a temporary view, as they would be written: it has the target's columns with their types. */
    record InView(String name) implements NewRows {}

    /** The text after {@code from}. */
    default String relation(TableId table) {
        return fold(
                shadow -> "%s version as of %d".formatted(table.quoted(), shadow.snapshotId()),
                view -> Identifier.quoted(view.name()));
    }

    /** Calls the function for the kind of rows. */
    default <T> T fold(Function<InShadow, T> ofShadow, Function<InView, T> ofView) {
        if (this instanceof InShadow shadow) {
            return ofShadow.apply(shadow);
        }
        return ofView.apply((InView) this);
    }
}
