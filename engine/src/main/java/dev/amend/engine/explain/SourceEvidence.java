package dev.amend.engine.explain;

import dev.amend.reconciliation.ShownRow;
import dev.amend.specs.TableId;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a source that match a key.
 *
 * @param name the name that the transformation uses
 * @param snapshot its pin
 * @param bounds the partitions that the batch reads of it; empty if it is read whole
 * @param filteredBy the columns of the key that the source has and was filtered by
 * @param notFilteredBy the key's other columns
 * @param count the number of matching rows; if the source has no column of the key, the number of rows within the
 *     bounds
 * @param columns in the order of the table
 * @param rows the first matching rows; none if the source has no column of the key
 * @param problem why the source could not be read
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
    /** The largest number of rows that are shown; further rows are only counted. */
    public static final int AT_MOST = 20;

    public SourceEvidence {
        filteredBy = List.copyOf(filteredBy);
        notFilteredBy = List.copyOf(notFilteredBy);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
