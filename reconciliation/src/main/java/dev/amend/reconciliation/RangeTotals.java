package dev.amend.reconciliation;

import dev.amend.reconciliation.Evidence.BeforeAfter;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What no batch can see of the whole range.
 *
 * @param measures totals of the measures that don't add up, see {@link TotalMeasures}
 * @param findings checks of the whole range
 */
public record RangeTotals(List<MeasureFigure> measures, List<Finding> findings) {
    /** Nothing, where there is nothing to compute or it is too early. */
    public static final RangeTotals NONE = new RangeTotals(List.of(), List.of());

    private static final SqlTemplate KEYS = SqlTemplate.load("keys_of_range");

    public RangeTotals {
        measures = List.copyOf(measures);
        findings = List.copyOf(findings);
    }

    /**
     * One query for measures that don't add up, and one for keys that don't hold the partition: one of them may be in
     * several batches. None where there is nothing of the kind.
     *
     * @param newRows those of all parts
     * @param parts of the range
     * @throws dev.amend.specs.AmendException if a measure has no value there
     */
    public static RangeTotals compute(
            SparkSession session,
            Specification specification,
            long baselineSnapshot,
            NewRows newRows,
            List<PartitionRange> parts) {
        return new RangeTotals(
                TotalMeasures.compute(session, specification, baselineSnapshot, newRows, parts),
                mayRepeatKeys(specification)
                        ? List.of(keys(session, specification, baselineSnapshot, newRows, parts))
                        : List.of());
    }

    /** Whether {@link #compute} has anything to do. */
    public static boolean areNeeded(Specification specification) {
        return mayRepeatKeys(specification)
                || !specification.validation().measures().stream().allMatch(TotalMeasures::addsUp);
    }

    private static boolean mayRepeatKeys(Specification specification) {
        List<String> key = specification.target().key();
        return !key.isEmpty()
                && !key.contains(specification.target().partitionKey())
                && specification.batches().size() > 1;
    }

    private static Finding keys(
            SparkSession session,
            Specification specification,
            long baselineSnapshot,
            NewRows newRows,
            List<PartitionRange> parts) {
        Schema before = TargetTable.schema(session, specification, baselineSnapshot);
        Schema after = newRows.fold(
                shadow -> TargetTable.shadowSchema(session, specification, shadow.snapshotId()), view -> before);
        TargetColumns columns = TargetColumns.common(specification, before, after);
        Comparison comparison = new Comparison(specification, columns, List.of());
        Map<String, Object> bounds = new HashMap<>();
        IntStream.range(0, parts.size()).forEach(i -> bounds.putAll(columns.bounds(parts.get(i), i)));
        String statement = KEYS.render(Map.of(
                "table", specification.target().table().quoted(),
                "baseline", Long.toString(baselineSnapshot),
                "new_rows", newRows.relation(specification.shadowTable()),
                "key", columns.key().stream().map(Column::quoted).collect(Collectors.joining(", ")),
                "ordinal", columns.ordinal(),
                "cell", comparison.cellColumn(),
                "no_key", comparison.nullKey(),
                "in_range", columns.inAnyOf(parts.size())));
        List<Row> sides = session.sql(statement, bounds).collectAsList();
        return Judge.never(
                "key-unique",
                "no key in several batches",
                new BeforeAfter(count(sides, 0), count(sides, 1)),
                Finding.TOTAL);
    }

    private static long count(List<Row> sides, int side) {
        return sides.stream()
                .filter(row -> row.getInt(0) == side)
                .mapToLong(row -> row.getLong(1))
                .sum();
    }
}
