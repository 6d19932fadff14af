package dev.amend.reconciliation;

import java.util.Optional;
import java.util.Set;

/**
 * What became of one key in a batch.
 *
 * @param rowClass as the batch's report counts it; empty if the key is on neither side
 * @param rule the name of the rule that explains it
 * @param differing compared columns that differ by more than their tolerance
 * @param elsewhere the partition that the row came from or went to, if it moved and the partition is a part of the key
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

    /** Whether it is a difference that no rule covers. */
    public boolean isUnexplained() {
        return rule.isEmpty()
                && rowClass.map(found -> switch (found) {
                            case CHANGED, ADDED, REMOVED, MOVED -> true;
                            case SAME, DUPLICATE -> false;
                        })
                        .orElse(false);
    }
}
