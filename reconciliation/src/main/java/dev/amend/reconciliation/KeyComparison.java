package dev.amend.reconciliation;

import dev.amend.reconciliation.finding.RowClass;
import java.util.Optional;
import java.util.Set;

/**
 * The comparison of one key in a batch.
 *
 * @param rowClass the class in the batch's report; empty if the key is on neither side
 * @param rule the name of the rule that explains the difference
 * @param differing compared columns that differ by more than their tolerance
 * @param elsewhere the other partition of a moved row, if the partition is a part of the key
 */
public record KeyComparison(
        Optional<RowClass> rowClass,
        Optional<String> rule,
        Set<String> differing,
        Optional<String> elsewhere,
        KeySide before,
        KeySide after) {

    public KeyComparison {
        differing = Set.copyOf(differing);
    }

    /** Returns whether it is a difference that no rule explains. */
    public boolean isUnexplained() {
        return rule.isEmpty()
                && rowClass.map(found -> switch (found) {
                            case CHANGED, ADDED, REMOVED, MOVED -> true;
                            case SAME, DUPLICATE -> false;
                        })
                        .orElse(false);
    }
}
