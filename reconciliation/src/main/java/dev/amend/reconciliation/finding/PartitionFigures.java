package dev.amend.reconciliation.finding;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of one partition.
 *
 * @param partition as a specification writes it
 * @param before the content of the baseline
 * @param after the content of the shadow
 * @param classes the number of keys in each class
 * @param nullKeysBefore the number of rows of the baseline without a key
 * @param nullKeysAfter the number of rows of the shadow without a key
 * @param explained the number of changed keys by the rule that explains them
 * @param unexplained the number of keys that differ without a reason
 * @param changedColumns the number of changed keys by the column that differs
 */
public record PartitionFigures(
        long ordinal,
        String partition,
        Fingerprint before,
        Fingerprint after,
        Map<RowClass, Long> classes,
        long nullKeysBefore,
        long nullKeysAfter,
        SortedMap<String, Long> explained,
        long unexplained,
        SortedMap<String, Long> changedColumns,
        List<MeasureFigure> measures) {

    public PartitionFigures {
        Map<RowClass, Long> complete = new EnumMap<>(RowClass.class);
        for (RowClass rowClass : RowClass.values()) {
            complete.put(rowClass, classes.getOrDefault(rowClass, 0L));
        }
        classes = Collections.unmodifiableMap(complete);
        explained = Collections.unmodifiableSortedMap(new TreeMap<>(explained));
        changedColumns = Collections.unmodifiableSortedMap(new TreeMap<>(changedColumns));
        measures = List.copyOf(measures);
    }

    public long count(RowClass rowClass) {
        return classes.getOrDefault(rowClass, 0L);
    }
}
