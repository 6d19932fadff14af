package dev.amend.reconciliation;

import dev.amend.specs.TableId;
import java.util.function.Function;

/** Where the new rows of batches are read. */
public sealed interface NewRows {

    /** In the shadow, as it is at a snapshot. */
    record InShadow(long snapshotId) implements NewRows {}

    /** In a temporary view, as they would be written: it has the target's columns, with their types. */
    record InView(String name) implements NewRows {}

    /** What stands after {@code from}. */
    default String relation(TableId table) {
        return fold(
                shadow -> "%s version as of %d".formatted(table.quoted(), shadow.snapshotId()),
                view -> SqlTemplate.quote(view.name()));
    }

    /** One answer for each kind. */
    default <T> T fold(Function<InShadow, T> ofShadow, Function<InView, T> ofView) {
        if (this instanceof InShadow shadow) {
            return ofShadow.apply(shadow);
        }
        return ofView.apply((InView) this);
    }
}
