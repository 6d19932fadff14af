package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.Column;
import dev.amend.reconciliation.input.Relations;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.pairs.KeptRow.CellText;
import dev.amend.reconciliation.pairs.KeptRow.KeptCell;
import dev.amend.reconciliation.sql.SqlTemplate;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The values of the few shown rows, for columns of which the comparison only has signatures. */
public final class FullValues {
    private static final SqlTemplate ORIGINALS = SqlTemplate.load("full_values");

    private final Map<Place, CellText> values = new HashMap<>();

    private record Place(int side, long keyHash, int column) {}

    private FullValues() {}

    /** Reads the values; reads nothing if no shown row needs it. */
    public static FullValues fetch(
            SparkSession session, ComparisonPlan plan, BatchInput input, Collection<KeptRow> rows) {
        TargetColumns columns = plan.columns();
        FullValues originals = new FullValues();
        SortedSet<Integer> wanted = rows.stream()
                .flatMap(row -> row.cells().stream())
                .map(KeptCell::column)
                .filter(i ->
                        isSignature(plan.specification(), columns.compared().get(i)))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!wanted.isEmpty()) {
            originals.read(
                    session,
                    statement(columns, plan.relations(input.baselineSnapshot(), input.newRows()), wanted),
                    columns,
                    input.batch().range(),
                    rows,
                    List.copyOf(wanted));
        }
        return originals;
    }

    private static boolean isSignature(Specification specification, Column column) {
        return !column.isRaw() && !specification.target().isSensitive(column.name());
    }

    /** The old value of a cell, for display. */
    CellText before(KeptRow row, KeptCell cell) {
        return values.getOrDefault(new Place(0, row.keyHash(), cell.column()), cell.before());
    }

    /** The new value of a cell, for display. */
    CellText after(KeptRow row, KeptCell cell) {
        return values.getOrDefault(new Place(1, row.keyHash(), cell.column()), cell.after());
    }

    private void read(
            SparkSession session,
            String statement,
            TargetColumns columns,
            PartitionRange range,
            Collection<KeptRow> rows,
            List<Integer> wanted) {
        Map<String, Object> parameters = new HashMap<>(columns.bounds(range));
        parameters.put(
                "amend_keys",
                rows.stream().map(KeptRow::keyHash).distinct().sorted().toArray(Long[]::new));
        for (Row row : session.sql(statement, parameters).collectAsList()) {
            for (int i = 0; i < wanted.size(); i++) {
                CellText text =
                        row.isNullAt(2 + i) ? new CellText(true, "") : new CellText(false, row.getString(2 + i));
                values.put(new Place(row.getInt(0), row.getLong(1), wanted.get(i)), text);
            }
        }
    }

    private static String statement(TargetColumns columns, Relations relations, SortedSet<Integer> wanted) {
        return ORIGINALS.render(Map.of(
                "old_rows", relations.oldRows(),
                "new_rows", relations.newRows(),
                "partition_key", columns.partitionColumn().quoted(),
                "row_hash", columns.isKeyed() ? "0L" : columns.rowHash(),
                "key_hash", columns.keyHash(column -> column),
                "values",
                        wanted.stream()
                                .map(i -> columns.compared().get(i))
                                .map(column -> column.asText(column.quoted()))
                                .collect(Collectors.joining(", "))));
    }
}
