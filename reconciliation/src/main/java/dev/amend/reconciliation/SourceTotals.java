package dev.amend.reconciliation;

import dev.amend.reconciliation.Evidence.Precision;
import dev.amend.specs.SourceTotal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The sources' side of the source totals, by one job for each total, whatever the number of batches. */
final class SourceTotals {
    private final List<SourceTotal> totals;

    /** A source's total and how exactly it is computed. */
    record Figure(BigDecimal value, Precision precision) {}

    SourceTotals(List<SourceTotal> totals) {
        this.totals = List.copyOf(totals);
    }

    /** For each batch of the group its totals in the order of the specification; a total over no rows is zero. */
    List<List<Figure>> run(SparkSession session, BatchGroup group, BatchSources sources) {
        List<List<Dataset<Row>>> queries = queries(session, group, sources);
        List<List<Figure>> figures = new ArrayList<>();
        group.batches().forEach(batch -> figures.add(new ArrayList<>()));
        for (int i = 0; i < totals.size(); i++) {
            int total = i;
            List<Figure> ofBatches = run(
                    totals.get(i),
                    queries.stream().map(ofBatch -> ofBatch.get(total)).toList());
            for (int batch = 0; batch < figures.size(); batch++) {
                figures.get(batch).add(ofBatches.get(batch));
            }
        }
        return figures;
    }

    /** The queries of each batch: views are resolved at once, so the next batch may have others of the same names. */
    private List<List<Dataset<Row>>> queries(SparkSession session, BatchGroup group, BatchSources sources) {
        List<List<Dataset<Row>>> queries = new ArrayList<>();
        for (BatchInput input : group.batches()) {
            if (!totals.isEmpty()) {
                sources.register(session, input.batch());
            }
            queries.add(totals.stream()
                    .map(total -> session.sql(total.sourceQuery(), input.parameters()))
                    .toList());
        }
        return queries;
    }

    /** One job for all batches: each row says which batch it is of. */
    private static List<Figure> run(SourceTotal total, List<Dataset<Row>> ofBatches) {
        List<Figure> figures =
                new ArrayList<>(Collections.nCopies(ofBatches.size(), new Figure(BigDecimal.ZERO, Precision.EXACT)));
        List<Row> rows = numbered(total, ofBatches).collectAsList();
        if (rows.stream().map(row -> row.getInt(0)).distinct().count() < rows.size()) {
            throw ReconciliationError.sourceTotalNotANumber(total.name(), "several rows");
        }

        rows.stream()
                .filter(row -> !row.isNullAt(1))
                .forEach(row -> figures.set(row.getInt(0), figure(total, row.get(1))));
        return figures;
    }

    private static Dataset<Row> numbered(SourceTotal total, List<Dataset<Row>> ofBatches) {
        return IntStream.range(0, ofBatches.size())
                .mapToObj(batch -> numbered(total, ofBatches.get(batch), batch))
                .reduce(Dataset::union)
                .orElseThrow();
    }

    private static Dataset<Row> numbered(SourceTotal total, Dataset<Row> query, int batch) {
        if (query.columns().length != 1) {
            throw ReconciliationError.sourceTotalNotANumber(total.name(), query.columns().length + " columns");
        }
        return query.toDF("amend_total").select(functions.lit(batch).as("amend_batch"), functions.col("amend_total"));
    }

    private static Figure figure(SourceTotal total, Object value) {
        if (Numbers.number(value).isEmpty()) {
            throw ReconciliationError.sourceTotalNotANumber(
                    total.name(), "a " + value.getClass().getSimpleName());
        }
        return new Figure(Numbers.aggregate(value), Numbers.isFloating(value) ? Precision.FLOATING : Precision.EXACT);
    }
}
