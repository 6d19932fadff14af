package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.checks.Evidence.Precision;
import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.BatchSources;
import dev.amend.reconciliation.query.ReadableRelations;
import dev.amend.reconciliation.sql.GuardedQueries;
import dev.amend.reconciliation.sql.Numbers;
import dev.amend.reconciliation.sql.ReconciliationError;
import dev.amend.specs.Source;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The sources' side of the source totals, with one job for each total, regardless of the number of batches. */
public final class SourceTotals {
    private final List<SourceTotal> totals;
    private final ReadableRelations readable;

    /** A source's total and its arithmetic. */
    public record Figure(Optional<BigDecimal> value, Precision precision) {}

    public SourceTotals(Specification specification) {
        this.totals = specification.validation().sourceTotals();
        this.readable = ReadableRelations.views(
                specification.sources().stream().map(Source::name).toList(), "not a declared source");
    }

    /**
     * The totals of each batch of the group, in the order of the specification; a total over no rows may have no value.
     */
    public List<List<Figure>> run(SparkSession session, BatchGroup group, BatchSources sources) {
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

    /** The queries of each batch. Views are resolved at once, so the next batch may reuse their names. */
    private List<List<Dataset<Row>>> queries(SparkSession session, BatchGroup group, BatchSources sources) {
        List<List<Dataset<Row>>> queries = new ArrayList<>();
        GuardedQueries guarded = new GuardedQueries(session);
        for (BatchInput input : group.batches()) {
            if (!totals.isEmpty()) {
                sources.register(session, input.batch());
            }
            queries.add(totals.stream()
                    .map(total -> guarded.ask(
                            "validation.source_totals.%s.source".formatted(total.name()),
                            total.sourceQuery(),
                            input.parameters(),
                            readable))
                    .toList());
        }
        return queries;
    }

    /** Runs one job for all batches: each row names its batch. */
    private static List<Figure> run(SourceTotal total, List<Dataset<Row>> ofBatches) {
        List<Figure> figures =
                new ArrayList<>(Collections.nCopies(ofBatches.size(), new Figure(Optional.empty(), Precision.EXACT)));
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
        return new Figure(
                Optional.of(Numbers.aggregate(value)),
                Numbers.isFloating(value) ? Precision.FLOATING : Precision.EXACT);
    }
}
