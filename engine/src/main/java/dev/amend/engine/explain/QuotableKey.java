package dev.amend.engine.explain;

import dev.amend.reconciliation.sql.Mask;
import dev.amend.specs.Target;
import java.util.List;

/**
 * Decides what errors may repeat of a key that was typed. If one column of the key is sensitive, errors repeat only
 * names of columns: any text that can't be read may be part of that column's value, even in the place of a column's
 * name.
 *
 * @param columns the columns of the target
 */
record QuotableKey(Target target, List<String> columns) {

    QuotableKey {
        columns = List.copyOf(columns);
    }

    /** Returns a value, or a text that can't be assigned to a column, or the mask. */
    String text(String typed) {
        return target.key().stream().anyMatch(target::isSensitive) ? Mask.TEXT : typed;
    }

    /** Returns a text in the place of a column's name, or the mask. */
    String name(String typed) {
        return columns.stream().anyMatch(typed::equalsIgnoreCase) ? typed : text(typed);
    }
}
