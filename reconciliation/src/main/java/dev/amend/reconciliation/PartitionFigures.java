package dev.amend.reconciliation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One partition's figures.
 *
 * @param partition as a specification writes it
 * @param before content of the baseline
 * @param after content of the shadow
 * @param classes keys by what became of them
 * @param nullKeysBefore rows of the baseline without a key
 * @param nullKeysAfter rows of the shadow without a key
 * @param explained changed keys by the rule that explains them
 * @param unexplained keys that differ without a reason
 * @param changedColumns changed keys by the column that differs
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
