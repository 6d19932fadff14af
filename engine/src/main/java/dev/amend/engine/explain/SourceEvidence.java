package dev.amend.engine.explain;

import dev.amend.reconciliation.ShownRow;
import dev.amend.specs.TableId;
import java.util.List;
import java.util.Optional;

/**
 * What a source has for a key.
 *
 * @param name as the transformation uses it
 * @param snapshot its pin
 * @param bounds the partitions that the batch reads of it; empty if it is read whole
 * @param filteredBy the key's columns that it has, and was filtered by
 * @param notFilteredBy the key's other columns
 * @param count how many rows there are; if it has no column of the key, within the bounds
 * @param columns in the order of the table
 * @param rows the first of them; none if it has no column of the key
 * @param problem why it could not be read
 */
public record SourceEvidence(
        String name,
        TableId table,
        long snapshot,
        Optional<String> bounds,
        List<String> filteredBy,
        List<String> notFilteredBy,
        long count,
        List<String> columns,
        List<ShownRow> rows,
        Optional<String> problem) {
    /** More rows than this are counted, not shown. */
    public static final int AT_MOST = 20;

    public SourceEvidence {
        filteredBy = List.copyOf(filteredBy);
        notFilteredBy = List.copyOf(notFilteredBy);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
