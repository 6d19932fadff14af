package dev.amend.reconciliation.input;

import dev.amend.reconciliation.finding.BeforeAfter;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.sql.AdditiveExpression;
import dev.amend.reconciliation.sql.Numbers;
import dev.amend.reconciliation.sql.SqlTemplate;
import dev.amend.specs.PartitionRange;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Aggregates that don't add up from parts, computed for each partition and for the whole range. */
public final class MeasureQuery {
    private static final SqlTemplate MEASURES = SqlTemplate.load("measures");

    private final TargetColumns columns;
    private final List<Named> aggregates;

    /** An aggregate and its name. */
    public record Named(String name, String expression) {

        public boolean addsUp() {
            return AdditiveExpression.matches(expression);
        }
    }

    /**
     * Figures by partition, and separate figures of the whole.
     *
     * @param floating the names of aggregates that are computed in floating point
     * @param endless the number of partitions or wholes in which an aggregate is NaN or infinite and counts as zero;
     *     aggregates without such values are left out
     */
    public record Figures(
            Map<Long, List<MeasureFigure>> byPartition,
            List<MeasureFigure> whole,
            Set<String> floating,
            Map<String, BeforeAfter> endless) {

        /** The new side of one aggregate over the whole. */
        public Optional<BigDecimal> wholeOf(String name) {
            return whole.stream()
                    .filter(figure -> figure.name().equals(name))
                    .map(MeasureFigure::after)
                    .findFirst()
                    .orElseThrow();
        }
    }

    public static final Figures NONE = new Figures(Map.of(), List.of(), Set.of(), Map.of());

    public MeasureQuery(TargetColumns columns, List<Named> aggregates) {
        this.columns = columns;
        this.aggregates = List.copyOf(aggregates);
    }

    public boolean isNeeded() {
        return !aggregates.isEmpty();
    }

    public String statement(Relations relations, int ranges) {
        return MEASURES.render(Map.of(
                "old_rows", relations.oldRows(),
                "new_rows", relations.newRows(),
                "columns", columns.all().stream().map(Column::quoted).collect(Collectors.joining(", ")),
                "ordinal", columns.ordinal(),
                "in_range", columns.inAnyOf(ranges),
                "measures",
                        IntStream.range(0, aggregates.size())
                                .mapToObj(i -> aggregates.get(i).expression() + " as amend_m" + i)
                                .collect(Collectors.joining(", "))));
    }

    public Figures run(
            SparkSession session, String statement, List<PartitionRange> ranges, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        IntStream.range(0, ranges.size()).forEach(i -> all.putAll(columns.bounds(ranges.get(i), i)));
        List<Row> rows = session.sql(statement, all).collectAsList();

        Map<Long, List<MeasureFigure>> byPartition = rows.stream()
                .filter(row -> row.getInt(2) == 0)
                .collect(Collectors.groupingBy(
                        row -> row.getLong(1), Collectors.collectingAndThen(Collectors.toList(), this::figures)));
        return new Figures(
                byPartition,
                figures(rows.stream().filter(row -> row.getInt(2) == 1).toList()),
                floating(rows),
                endless(rows));
    }

    private Set<String> floating(List<Row> rows) {
        return IntStream.range(0, aggregates.size())
                .filter(i -> rows.stream().anyMatch(row -> Numbers.isFloating(row.get(3 + i))))
                .mapToObj(i -> aggregates.get(i).name())
                .collect(Collectors.toSet());
    }

    private Map<String, BeforeAfter> endless(List<Row> rows) {
        Map<String, BeforeAfter> endless = new HashMap<>();
        for (int i = 0; i < aggregates.size(); i++) {
            BeforeAfter count = new BeforeAfter(endless(rows, 0, i), endless(rows, 1, i));
            if (count.before() + count.after() > 0) {
                endless.put(aggregates.get(i).name(), count);
            }
        }
        return endless;
    }

    private static long endless(List<Row> rows, int side, int measure) {
        return rows.stream()
                .filter(row -> row.getInt(0) == side)
                .filter(row -> Numbers.isEndless(row.get(3 + measure)))
                .count();
    }

    private List<MeasureFigure> figures(List<Row> sides) {
        return IntStream.range(0, aggregates.size())
                .mapToObj(i -> figure(sides, i))
                .toList();
    }

    private MeasureFigure figure(List<Row> sides, int measure) {
        MeasureFigure figure =
                new MeasureFigure(aggregates.get(measure).name(), value(sides, 0, measure), value(sides, 1, measure));
        boolean floating = sides.stream().anyMatch(side -> Numbers.isFloating(side.get(3 + measure)));
        return floating ? figure.withoutNoise() : figure;
    }

    private Optional<BigDecimal> value(List<Row> sides, int side, int measure) {
        return sides.stream()
                .filter(row -> row.getInt(0) == side)
                .findFirst()
                .map(row -> Numbers.aggregate(row, 3 + measure))
                .orElseGet(() ->
                        AdditiveExpression.overNoRows(aggregates.get(measure).expression()));
    }
}
