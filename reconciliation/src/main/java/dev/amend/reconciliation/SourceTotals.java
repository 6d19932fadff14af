package dev.amend.reconciliation;

import dev.amend.reconciliation.Evidence.Precision;
import dev.amend.specs.SourceTotal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The sources' side of the source totals, all in one statement. */
final class SourceTotals {
    private static final SqlTemplate TOTALS = SqlTemplate.load("source_totals");

    private final List<SourceTotal> totals;

    /** A source's total and how exactly it is computed. */
    record Figure(BigDecimal value, Precision precision) {}

    SourceTotals(List<SourceTotal> totals) {
        this.totals = List.copyOf(totals);
    }

    boolean areNeeded() {
        return !totals.isEmpty();
    }

    String statement() {
        return TOTALS.render(Map.of(
                "totals",
                IntStream.range(0, totals.size())
                        .mapToObj(
                                i -> "(%s) as amend_t%d".formatted(totals.get(i).sourceQuery(), i))
                        .collect(Collectors.joining(",\n    "))));
    }

    /** In the order of the specification; a total over no rows is zero. */
    List<Figure> run(SparkSession session, String statement, Map<String, Object> parameters) {
        Row row = session.sql(statement, parameters).collectAsList().get(0);
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < totals.size(); i++) {
            figures.add(
                    row.isNullAt(i) ? new Figure(BigDecimal.ZERO, Precision.EXACT) : figure(totals.get(i), row.get(i)));
        }
        return figures;
    }

    private static Figure figure(SourceTotal total, Object value) {
        BigDecimal number = Numbers.number(value)
                .orElseThrow(() -> ReconciliationError.sourceTotalNotANumber(total.name(), value.toString()));
        boolean floating = value instanceof Double || value instanceof Float;
        return new Figure(number, floating ? Precision.FLOATING : Precision.EXACT);
    }
}
