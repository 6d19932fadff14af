package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.Column;
import dev.amend.reconciliation.input.Relations;
import dev.amend.reconciliation.input.Sides;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.pairs.ComparisonPlan;
import dev.amend.reconciliation.sql.Numbers;
import dev.amend.reconciliation.sql.SqlTemplate;
import dev.amend.specs.PartitionRange;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The content of partitions outside the range, in the shadow and in a snapshot before it, read by one small job. */
final class GuardSides {
    private static final SqlTemplate STATEMENT = SqlTemplate.load("guard_band");
    private static final int FIRST_MEASURE = 5;

    private final Map<Long, Row> before = new HashMap<>();
    private final Map<Long, Row> after = new HashMap<>();

    private GuardSides(List<Row> rows) {
        rows.forEach(row -> (row.getInt(0) == 0 ? before : after).put(row.getLong(1), row));
    }

    /** Reads the baseline and the shadow, with figures. */
    static GuardSides ofBaseline(SparkSession session, ComparisonPlan plan, BatchGroup group, List<Long> ordinals) {
        Relations relations = plan.relations(group.baselineSnapshot(), group.newRows());
        String figures = IntStream.range(0, plan.layout().measures())
                .mapToObj(i -> ",\n    %s as amend_m%d"
                        .formatted(plan.figuresOfGroups().get(i), i))
                .collect(Collectors.joining());
        return read(session, plan, plan.columns(), relations, group, figures, ordinals);
    }

    /**
     * Reads the shadow at an earlier snapshot and now, without figures.
     */
    static GuardSides of(
            SparkSession session, ComparisonPlan plan, BatchGroup group, long earlier, List<Long> ordinals) {
        Sides sides = Sides.ofShadow(session, plan.specification());
        return read(session, plan, sides.columns(), sides.relations(earlier, group.newRows()), group, "", ordinals);
    }

    private static GuardSides read(
            SparkSession session,
            ComparisonPlan plan,
            TargetColumns columns,
            Relations relations,
            BatchGroup group,
            String figures,
            List<Long> ordinals) {
        Map<String, Object> parameters = new HashMap<>(group.parameters());
        for (int i = 0; i < ordinals.size(); i++) {
            long ordinal = ordinals.get(i);
            parameters.putAll(columns.bounds(new PartitionRange(plan.unit(), ordinal, ordinal + 1), i));
        }
        String statement = STATEMENT.render(Map.of(
                "old_rows", relations.oldRows(),
                "new_rows", relations.newRows(),
                "columns", columns.all().stream().map(Column::quoted).collect(Collectors.joining(", ")),
                "ordinal", columns.ordinal(),
                "row_hash", columns.rowHash(),
                "in_range", columns.inAnyOf(ordinals.size()),
                "measures", figures));
        return new GuardSides(session.sql(statement, parameters).collectAsList());
    }

    boolean has(long ordinal) {
        return before.containsKey(ordinal) || after.containsKey(ordinal);
    }

    Fingerprint before(long ordinal) {
        return content(before.get(ordinal));
    }

    Fingerprint after(long ordinal) {
        return content(after.get(ordinal));
    }

    private static Fingerprint content(@Nullable Row row) {
        return row == null ? Fingerprint.EMPTY : new Fingerprint(row.getLong(2), row.getLong(3), row.getLong(4));
    }

    Optional<BigDecimal> figureBefore(long ordinal, int measure) {
        return figure(before.get(ordinal), measure);
    }

    Optional<BigDecimal> figureAfter(long ordinal, int measure) {
        return figure(after.get(ordinal), measure);
    }

    private static Optional<BigDecimal> figure(@Nullable Row row, int measure) {
        return row == null ? Optional.empty() : Numbers.aggregate(row, FIRST_MEASURE + measure);
    }
}
