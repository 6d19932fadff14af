package dev.amend.engine.explain;

import dev.amend.reconciliation.Mask;
import dev.amend.specs.Target;
import java.util.List;

/**
 * What errors may repeat of a key that was typed. As soon as one column of the key is sensitive that is the names of columns
 * alone: whatever can't be read may be a piece of that column's value, also where the name of a column should stand.
 *
 * @param columns of the target
 */
record QuotableKey(Target target, List<String> columns) {

    QuotableKey {
        columns = List.copyOf(columns);
    }

    /** A value, or a piece of which nobody knows what it belongs to. */
    String text(String typed) {
        return target.key().stream().anyMatch(target::isSensitive) ? Mask.TEXT : typed;
    }

    /** What stands where the name of a column should. */
    String name(String typed) {
        return columns.stream().anyMatch(typed::equalsIgnoreCase) ? typed : text(typed);
    }
}
