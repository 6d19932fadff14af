package dev.amend.specs;

import java.util.List;
import java.util.Set;

/**
 * The table being corrected.
 *
 * @param key the business key: at most one row for each value; empty if the table has none
 * @param required columns that must not be null besides the ones that the table requires
 * @param volatileColumns columns that differ on every run by nature: left out of comparison and fingerprint
 */
public record Target(
        TableId table, String partitionKey, List<String> key, List<String> required, Set<String> volatileColumns) {

    public Target {
        key = List.copyOf(key);
        required = List.copyOf(required);
        volatileColumns = Set.copyOf(volatileColumns);
    }
}
