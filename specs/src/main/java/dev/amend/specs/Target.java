package dev.amend.specs;

import java.util.List;
import java.util.Set;

/**
 * The table being corrected.
 *
 * @param key the business key: at most one row for each value; empty if the table has none
 * @param required columns that must not be null besides the ones that the table requires
 * @param volatileColumns columns that differ on every run by nature: left out of comparison and fingerprint
 * @param sensitive columns whose values are compared and never shown
 */
public record Target(
        TableId table,
        String partitionKey,
        List<String> key,
        List<String> required,
        Set<String> volatileColumns,
        Set<String> sensitive) {

    public Target {
        key = List.copyOf(key);
        required = List.copyOf(required);
        volatileColumns = Set.copyOf(volatileColumns);
        sensitive = Set.copyOf(sensitive);
    }

    /** Whether values of a column must not be shown. Columns are told apart as Spark does, without regard to case. */
    public boolean isSensitive(String column) {
        return sensitive.stream().anyMatch(column::equalsIgnoreCase);
    }
}
