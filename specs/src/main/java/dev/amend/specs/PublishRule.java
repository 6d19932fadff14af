package dev.amend.specs;

import java.util.Optional;

/**
 * How corrected data becomes current.
 *
 * @param view the view that is made to read a shadow table; empty if the shadow is a branch that is committed to the target
 */
public record PublishRule(Optional<TableId> view) {
    /** The shadow is a branch of the target, and becomes current by one commit. */
    public static final PublishRule BY_COMMIT = new PublishRule(Optional.empty());

    /** The shadow is a table, and becomes current because a view reads it from then on. */
    public static PublishRule through(TableId view) {
        return new PublishRule(Optional.of(view));
    }
}
