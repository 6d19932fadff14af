package dev.amend.specs;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The table being corrected.
 *
 * @param key the business key: at most one row for each value; empty if the table has none
 * @param required columns that must not be null, in addition to those that the table requires
 * @param volatileColumns columns that differ on every run; they are left out of comparison and fingerprint
 * @param sensitive columns whose values are compared but never shown
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

    /** The same with other names of columns. */
    public Target withColumns(UnaryOperator<String> name) {
        return new Target(
                table,
                name.apply(partitionKey),
                key.stream().map(name).toList(),
                required.stream().map(name).toList(),
                volatileColumns.stream().map(name).collect(Collectors.toSet()),
                sensitive.stream().map(name).collect(Collectors.toSet()));
    }

    /**
     * Returns whether values of a column must not be shown. Names are compared without regard to case, as Spark does.
     */
    public boolean isSensitive(String column) {
        return sensitive.stream().anyMatch(column::equalsIgnoreCase);
    }
}
