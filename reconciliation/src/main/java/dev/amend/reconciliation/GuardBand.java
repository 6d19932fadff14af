package dev.amend.reconciliation;

import dev.amend.specs.Batch;
import dev.amend.specs.Level;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.SourceRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The partitions right outside of the range, next to its batches: nobody had any business there. Their content is
 * compared by fingerprints, and their measures are what steps at the ends of the range are judged by.
 */
final class GuardBand {
    private static final SqlTemplate STATEMENT = SqlTemplate.load("guard_band");
    private static final String CHECK = "guard-band";
    private static final int FIRST_MEASURE = 5;

    private final Map<Long, GuardPartition> partitions;
    private final SourceRange range;

    private GuardBand(SourceRange range, Map<Long, GuardPartition> partitions) {
        this.range = range;
        this.partitions = partitions;
    }

    /** Reads nothing where every neighbour of the batches is in the range, or where their rows were not written. */
    static GuardBand read(SparkSession session, ComparisonPlan plan, BatchGroup group) {
        SourceRange range = plan.specification().sourceRange();
        SortedSet<Long> ordinals = group.batches().stream()
                .map(BatchInput::batch)
                .flatMap(batch -> neighbours(range, batch).boxed())
                .collect(Collectors.toCollection(TreeSet::new));
        boolean written = group.newRows().fold(shadow -> true, view -> false);
        return ordinals.isEmpty() || !written
                ? new GuardBand(range, new HashMap<>())
                : new GuardBand(range, read(session, plan, group, List.copyOf(ordinals)));
    }

    private static LongStream neighbours(SourceRange range, Batch batch) {
        return LongStream.of(batch.range().start() - 1, batch.range().end())
                .filter(ordinal -> !range.contains(ordinal));
    }

    private static Map<Long, GuardPartition> read(
            SparkSession session, ComparisonPlan plan, BatchGroup group, List<Long> ordinals) {
        PartitionUnit unit = plan.unit();
        Map<String, Object> parameters = new HashMap<>(group.parameters());
        for (int i = 0; i < ordinals.size(); i++) {
            long ordinal = ordinals.get(i);
            parameters.putAll(plan.columns().bounds(new PartitionRange(unit, ordinal, ordinal + 1), i));
        }
        Map<Long, Map<Integer, Row>> sides = new HashMap<>();
        for (Row row :
                session.sql(statement(plan, group, ordinals.size()), parameters).collectAsList()) {
            sides.computeIfAbsent(row.getLong(1), missing -> new HashMap<>()).put(row.getInt(0), row);
        }

        Map<Long, GuardPartition> partitions = new HashMap<>();
        sides.forEach((ordinal, rows) -> partitions.put(ordinal, partition(plan, ordinal, rows)));
        return partitions;
    }

    private static String statement(ComparisonPlan plan, BatchGroup group, int partitions) {
        TargetColumns columns = plan.columns();
        return STATEMENT.render(Map.of(
                "table", plan.specification().target().table().quoted(),
                "baseline", Long.toString(group.baselineSnapshot()),
                "new_rows", group.newRows().relation(plan.specification().shadowTable()),
                "columns", columns.all().stream().map(Column::quoted).collect(Collectors.joining(", ")),
                "ordinal", columns.ordinal(),
                "row_hash", columns.rowHash(),
                "in_range",
                        IntStream.range(0, partitions)
                                .mapToObj(columns::inRange)
                                .collect(Collectors.joining(" or ")),
                "measures",
                        IntStream.range(0, plan.layout().measures())
                                .mapToObj(i -> ",\n    %s as amend_m%d"
                                        .formatted(plan.figuresOfGroups().get(i), i))
                                .collect(Collectors.joining())));
    }

    private static GuardPartition partition(ComparisonPlan plan, long ordinal, Map<Integer, Row> sides) {
        List<MeasureFigure> measures = new ArrayList<>();
        for (int i = 0; i < plan.layout().measures(); i++) {
            measures.add(new MeasureFigure(plan.addedMeasures().get(i), figure(sides, 0, i), figure(sides, 1, i))
                    .withoutNoise());
        }
        return new GuardPartition(ordinal, plan.unit().format(ordinal), content(sides, 0), content(sides, 1), measures);
    }

    private static Fingerprint content(Map<Integer, Row> sides, int side) {
        Row row = sides.get(side);
        return row == null ? Fingerprint.EMPTY : new Fingerprint(row.getLong(2), row.getLong(3), row.getLong(4));
    }

    private static BigDecimal figure(Map<Integer, Row> sides, int side, int measure) {
        Row row = sides.get(side);
        return row == null ? BigDecimal.ZERO : Numbers.aggregate(row.get(FIRST_MEASURE + measure));
    }

    /** Those next to a batch that have rows, in the order of the partitions. */
    List<GuardPartition> of(Batch batch) {
        return neighbours(range, batch)
                .mapToObj(partitions::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** One finding for each partition that differs; else one for all; none if there is no such partition. */
    static List<Finding> judge(String batch, List<GuardPartition> partitions) {
        if (partitions.isEmpty()) {
            return List.of();
        }
        String expected = "as in the baseline";
        List<Finding> touched = partitions.stream()
                .filter(partition -> !partition.isUntouched())
                .map(partition -> new Finding(
                        Level.STRUCTURAL, CHECK, Outcome.FAIL, partition.partition(), expected, difference(partition)))
                .toList();
        String all = partitions.stream().map(GuardPartition::partition).collect(Collectors.joining(", "));
        return touched.isEmpty()
                ? List.of(new Finding(Level.STRUCTURAL, CHECK, Outcome.PASS, batch, expected, "the same in " + all))
                : touched;
    }

    private static String difference(GuardPartition partition) {
        long before = partition.before().rows();
        long after = partition.after().rows();
        return before == after
                ? "other values in %s rows".formatted(FigureText.number(after))
                : "%s → %s rows".formatted(FigureText.number(before), FigureText.number(after));
    }
}
