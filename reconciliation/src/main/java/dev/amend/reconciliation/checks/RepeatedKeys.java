package dev.amend.reconciliation.checks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;

import dev.amend.reconciliation.checks.Evidence.Growth;
import dev.amend.reconciliation.finding.CheckName;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.input.Column;
import dev.amend.reconciliation.input.FirstRows;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.Relations;
import dev.amend.reconciliation.input.Sides;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.pairs.Comparison;
import dev.amend.reconciliation.sql.SqlTemplate;
import dev.amend.specs.Level;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Checks keys that do not contain the partition key: such a key may be in several batches, or also outside the range,
 * which no single batch can show.
 */
final class RepeatedKeys {
    private static final SqlTemplate OF_RANGE = SqlTemplate.load("keys_of_range");
    private static final SqlTemplate OUTSIDE = SqlTemplate.load("keys_outside_of_range");
    private static final String ONE_BATCH = "no key in several batches";
    private static final String ONLY_INSIDE = "no key that also exists outside of the range";

    private final SparkSession session;
    private final Specification specification;
    private final List<PartitionRange> parts;
    private final TargetColumns columns;
    private final Relations relations;

    /**
     * @param newRows the new rows of all parts
     * @param parts the parts of the range
     */
    RepeatedKeys(
            SparkSession session,
            Specification specification,
            long baseline,
            NewRows newRows,
            List<PartitionRange> parts) {
        this.session = session;
        this.specification = specification;
        this.parts = List.copyOf(parts);
        Sides sides = Sides.of(session, specification, newRows);
        this.columns = sides.columns();
        this.relations = sides.relations(baseline, newRows);
    }

    static boolean arePossible(Specification specification) {
        List<String> key = specification.target().key();
        return !key.isEmpty() && !key.contains(specification.target().partitionKey());
    }

    /** Placeholders for the findings before the keys were compared. */
    static List<Finding> toCome(Specification specification) {
        return expected(specification).stream()
                .map(expected -> Finding.toCome(Level.STRUCTURAL, CheckName.KEY_UNIQUE.text(), expected))
                .toList();
    }

    private static List<String> expected(Specification specification) {
        if (!arePossible(specification)) {
            return List.of();
        }
        return severalBatches(specification) ? List.of(ONE_BATCH, ONLY_INSIDE) : List.of(ONLY_INSIDE);
    }

    private static boolean severalBatches(Specification specification) {
        return specification.batches().size() > 1;
    }

    List<Finding> find() {
        return severalBatches(specification) ? List.of(inSeveralBatches(), outside()) : List.of(outside());
    }

    private Finding inSeveralBatches() {
        Comparison comparison = new Comparison(specification, columns, List.of());
        String statement = OF_RANGE.render(Map.of(
                "old_rows", relations.oldRows(),
                "new_rows", relations.newRows(),
                "key", keys(Column::quoted),
                "ordinal", columns.ordinal(),
                "cell", comparison.cellColumn(),
                "no_key", comparison.nullKey(),
                "in_range", columns.inAnyOf(parts.size())));
        Row found = session.sql(statement, bounds(parts)).first();
        return Judge.never(
                CheckName.KEY_UNIQUE.text(),
                ONE_BATCH,
                new Growth(found.getLong(0), found.getLong(1), found.getLong(2)),
                Finding.TOTAL);
    }

    /** Reads key and partition of the whole baseline: a row that moved into the range may also have stayed outside. */
    private Finding outside() {
        Dataset<Row> keys = session.sql(outsideStatement(), bounds(rangeAfterParts()));
        Row count = keys.agg(count("*"), count_if(col("amend_more"))).first();
        long more = count.getLong(1);
        long all = count.getLong(0);
        if (all == 0) {
            return finding(Outcome.PASS, "none");
        }

        FirstRows rows = new FirstRows(specification.target());
        return more > 0
                ? finding(
                        Outcome.FAIL,
                        "%s more often than before: %s"
                                .formatted(
                                        FigureText.keys(more),
                                        rows.of(keys.where(col("amend_more")).drop("amend_more"), more)))
                : finding(
                        Outcome.WARN,
                        "%s, no more often than the baseline has them: %s"
                                .formatted(FigureText.keys(all), rows.of(keys.drop("amend_more"), all)));
    }

    private String outsideStatement() {
        Comparison comparison = new Comparison(specification, columns, List.of());
        Map<String, String> holes = new HashMap<>();
        holes.put("old_rows", relations.oldRows());
        holes.put("new_rows", relations.newRows());
        holes.put("key", keys(Column::quoted));
        holes.put("old_key", keys(key -> "old." + key.quoted()));
        holes.put("same_key", keys(key -> "old.%1$s = new.%1$s".formatted(key.quoted()), " and "));
        holes.put("partition_key", columns.partitionColumn().quoted());
        holes.put("no_key", comparison.nullKey());
        holes.put("in_parts", columns.inAnyOf(0, parts.size()));
        holes.put(
                "in_range",
                columns.inAnyOf(
                        parts.size(), specification.sourceRange().segments().size()));
        return OUTSIDE.render(holes);
    }

    private List<PartitionRange> rangeAfterParts() {
        List<PartitionRange> ranges = new ArrayList<>(parts);
        ranges.addAll(specification.sourceRange().segments());
        return ranges;
    }

    private Map<String, Object> bounds(List<PartitionRange> ranges) {
        Map<String, Object> bounds = new HashMap<>();
        IntStream.range(0, ranges.size()).forEach(i -> bounds.putAll(columns.bounds(ranges.get(i), i)));
        return bounds;
    }

    private String keys(Function<Column, String> of) {
        return keys(of, ", ");
    }

    private String keys(Function<Column, String> of, String between) {
        return columns.key().stream().map(of).collect(Collectors.joining(between));
    }

    private static Finding finding(Outcome outcome, String found) {
        return new Finding(Level.STRUCTURAL, CheckName.KEY_UNIQUE.text(), outcome, Finding.TOTAL, ONLY_INSIDE, found);
    }
}
