package dev.amend.engine.plan;

import dev.amend.reconciliation.query.Breach;
import dev.amend.reconciliation.query.ClosedWorld;
import dev.amend.reconciliation.query.Influences;
import dev.amend.reconciliation.query.ReadableRelations;
import dev.amend.specs.text.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/** Collects the mistakes in pieces of SQL, by the key of the specification that contains each piece. */
final class PieceCheck {
    private final SparkSession session;
    private final Map<String, Object> parameters;
    private final ClosedWorld world;
    private final SortedMap<String, String> problems = new TreeMap<>();

    /** @param parameters the values of the named parameters */
    PieceCheck(SparkSession session, Map<String, Object> parameters) {
        this.session = session;
        this.parameters = Map.copyOf(parameters);
        this.world = new ClosedWorld(session);
    }

    SortedMap<String, String> problems() {
        return problems;
    }

    void problem(String key, String sentence) {
        problems.merge(key, sentence, "%s; %s"::formatted);
    }

    /**
     * Checks an expression over the columns of given rows.
     *
     * @param statement a statement that evaluates it
     * @param rows the rows that the statement reads
     */
    void expression(String key, String text, String statement, ReadableRelations rows) {
        if (isClosed(key, text, rows)) {
            analysed(key, statement, rows)
                    .ifPresent(plan -> requireSteady(key, Influences.in(plan).onAny()));
        }
    }

    /**
     * Checks an aggregate over the columns of given rows, which must be a number.
     *
     * @param statement a statement that evaluates it
     * @param rows the rows that the statement reads
     */
    void aggregate(String key, String text, String statement, ReadableRelations rows) {
        if (isClosed(key, text, rows)) {
            analysed(key, statement, rows).ifPresent(plan -> {
                requireNumber(key, plan);
                if (!Influences.isOneAggregate(plan)) {
                    problem(key, "it is no aggregate over the rows, such as sum(net)");
                }
                requireSteady(key, Influences.in(plan).onAny());
            });
        }
    }

    private void requireNumber(String key, Dataset<Row> rows) {
        StructField[] columns = rows.schema().fields();
        if (columns.length != 1) {
            problem(key, "it returns %d columns: one number is expected".formatted(columns.length));
        } else if (!(columns[0].dataType() instanceof NumericType)) {
            problem(
                    key,
                    "it is of type %s: a number is expected"
                            .formatted(columns[0].dataType().simpleString()));
        }
    }

    private boolean isClosed(String key, String text, ReadableRelations rows) {
        try {
            return refuse(key, world.ofExpression(text), rows);
        } catch (AnalysisException e) {
            problem(key, "it is not one expression: " + Reason.of(e));
            return false;
        }
    }

    /** Checks a query for a figure, which must be the same whenever the query runs. */
    void figure(String key, String query, ReadableRelations readable) {
        if (isClosedQuery(key, query, readable)) {
            analysed(key, ClosedWorld.bracketed(query), readable).ifPresent(plan -> {
                requireNumber(key, plan);
                requireSteady(key, world.influences(query, plan).onAny());
            });
        }
    }

    /** Checks a query that passes if it returns no row, whenever it runs. */
    void check(String key, String query, ReadableRelations readable) {
        if (isClosedQuery(key, query, readable)) {
            analysed(key, ClosedWorld.bracketed(query), readable)
                    .ifPresent(plan ->
                            requireSteady(key, world.influences(query, plan).onWhetherThereAreRows()));
        }
    }

    /** Checks a query that passes if it returns no row, and may read the clock. */
    void watch(String key, String query, ReadableRelations readable) {
        if (isClosedQuery(key, query, readable)) {
            analysed(key, ClosedWorld.bracketed(query), readable);
        }
    }

    private boolean isClosedQuery(String key, String query, ReadableRelations readable) {
        try {
            return refuse(key, world.ofQuery(query), readable);
        } catch (AnalysisException e) {
            problem(key, "it is not one query: " + Reason.of(e));
            return false;
        }
    }

    private Optional<Dataset<Row>> analysed(String key, String statement, ReadableRelations readable) {
        try {
            Dataset<Row> rows = session.sql(statement, parameters);
            return Optional.of(rows).filter(found -> refuse(key, world.ofResult(found, readable), readable));
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            problem(
                    key,
                    ClosedWorld.missing(e)
                            .map(missing -> "it " + missing.phrase(readable))
                            .orElse(Reason.of(e)));
            return Optional.empty();
        }
    }

    private boolean refuse(String key, List<Breach> breaches, ReadableRelations readable) {
        breaches.forEach(breach -> problem(key, "it " + breach.phrase(readable)));
        return breaches.isEmpty();
    }

    private void requireSteady(String key, List<String> causes) {
        if (!causes.isEmpty()) {
            problem(
                    key,
                    causes.stream()
                            .collect(Collectors.joining(", ", "it would give another result on every run: ", "")));
        }
    }
}
