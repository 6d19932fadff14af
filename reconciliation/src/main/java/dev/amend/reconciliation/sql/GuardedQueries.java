package dev.amend.reconciliation.sql;

import dev.amend.reconciliation.query.Breach;
import dev.amend.reconciliation.query.ClosedWorld;
import dev.amend.reconciliation.query.ReadableRelations;
import dev.amend.specs.text.Reason;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs the SQL of a specification after checking its reads and calls: a run does not rely on checks of the plan. */
public final class GuardedQueries {
    private final SparkSession session;
    private final ClosedWorld world;

    public GuardedQueries(SparkSession session) {
        this.session = session;
        this.world = new ClosedWorld(session);
    }

    /**
     * The rows of one query.
     *
     * @param key the key of the query in the specification
     * @throws dev.amend.specs.error.AmendException if it is not one query, or reads or calls something that is not
     *     allowed
     */
    public Dataset<Row> ask(String key, String query, Map<String, Object> parameters, ReadableRelations readable) {
        try {
            require(key, query, world.ofQuery(query), readable);
        } catch (AnalysisException e) {
            throw ReconciliationError.checkSqlInvalid(key + " '" + query + "'", key, Reason.of(e), e);
        }
        return checked(key, query, session.sql(ClosedWorld.bracketed(query), parameters), readable);
    }

    /**
     * The same rows, if the query only reads and calls what is allowed.
     *
     * @param query the text in the specification
     */
    public Dataset<Row> checked(String key, String query, Dataset<Row> rows, ReadableRelations readable) {
        require(key, query, world.ofResult(rows, readable), readable);
        return rows;
    }

    /** Checks an expression of the specification before it is put into a statement. */
    public void requireClosed(String key, String expression) {
        try {
            require(
                    key,
                    expression,
                    world.ofExpression(expression),
                    ReadableRelations.views(List.of(), "not one of its own rows"));
        } catch (AnalysisException e) {
            throw ReconciliationError.checkSqlInvalid(key + " '" + expression + "'", key, Reason.of(e), e);
        }
    }

    private static void require(String key, String sql, List<Breach> breaches, ReadableRelations readable) {
        if (!breaches.isEmpty()) {
            throw ReconciliationError.notClosed(
                    key,
                    sql,
                    breaches.stream()
                            .map(breach -> "it " + breach.phrase(readable))
                            .collect(Collectors.joining("; ")));
        }
    }
}
