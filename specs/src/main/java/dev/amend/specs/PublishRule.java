package dev.amend.specs;

import java.util.Optional;

/**
 * The way in which corrected data becomes current.
 *
 * @param view the view that is changed to read a shadow table; empty if the shadow is a branch that is committed to the
 *     target
 */
public record PublishRule(Optional<TableId> view) {
    /** The rule for a shadow that is a branch of the target: it becomes current by one commit. */
    public static final PublishRule BY_COMMIT = new PublishRule(Optional.empty());

    /** The rule for a shadow that is a table: it becomes current when the view reads it. */
    public static PublishRule through(TableId view) {
        return new PublishRule(Optional.of(view));
    }
}
