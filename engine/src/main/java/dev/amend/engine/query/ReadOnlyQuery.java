package dev.amend.engine.query;

import dev.amend.reconciliation.query.Breach;
import dev.amend.reconciliation.query.ClosedWorld;
import dev.amend.reconciliation.query.ReadableRelations;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.text.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A statement that only reads; Spark's parser refuses a writing one in brackets after FROM. */
public record ReadOnlyQuery(String statement) {
    private static final Set<String> QUERIES = Set.of("select", "with", "values", "from", "table");
    private static final Set<String> LOOKS = Set.of("show", "describe", "desc");
    private static final ReadableRelations CATALOGS = ReadableRelations.catalogs(List.of("old", "new", "changes"));
    private static final int AT_MOST = 1000;

    /** @throws dev.amend.specs.error.AmendException if its first word does not begin a query */
    public ReadOnlyQuery {
        String given = statement;
        statement = statement.strip().replaceFirst(";\\s*$", "");
        if (!QUERIES.contains(verb(statement)) && !LOOKS.contains(verb(statement))) {
            throw QueryCode.notReadOnly(given);
        }
    }

    /** The result of a query, cut to a thousand rows. */
    public record Answer(List<String> columns, List<List<@Nullable Object>> rows, int found) {

        public boolean isCut() {
            return found > rows.size();
        }

        public List<Map<String, @Nullable Object>> documents() {
            return rows.stream().map(this::document).toList();
        }

        private Map<String, @Nullable Object> document(List<@Nullable Object> row) {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                document.put(columns.get(i), value(row.get(i)));
            }
            return document;
        }

        /** Keeps numbers and booleans as they are, and turns everything else into the text that Spark prints. */
        private static @Nullable Object value(@Nullable Object value) {
            return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
        }

        public List<List<String>> texts() {
            return rows.stream()
                    .map(row -> row.stream().map(Answer::text).toList())
                    .toList();
        }

        private static String text(@Nullable Object value) {
            return value instanceof BigDecimal decimal
                    ? decimal.toPlainString()
                    : Optional.ofNullable(value).map(Object::toString).orElse("null");
        }
    }

    /** @param shown masks the rows that must not be shown */
    public Answer run(SparkSession session, UnaryOperator<Dataset<Row>> shown) {
        Dataset<Row> result = shown.apply(read(session));
        List<Row> found = result.limit(AT_MOST + 1).collectAsList();
        List<List<@Nullable Object>> rows =
                found.stream().limit(AT_MOST).map(ReadOnlyQuery::cells).toList();
        return new Answer(List.of(result.columns()), rows, found.size());
    }

    private Dataset<Row> read(SparkSession session) {
        ClosedWorld world = new ClosedWorld(session);
        try {
            requireClosed(isLook() ? world.ofStatement(statement) : world.ofQuery(statement));
            Dataset<Row> rows = session.sql(isLook() ? statement : ClosedWorld.bracketed(statement));
            if (!isLook()) {
                requireClosed(world.ofResult(rows, CATALOGS));
            }
            return rows;
        } catch (AmendException e) {
            throw e;
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            ClosedWorld.missing(e)
                    .filter(missing -> missing.kind() == Breach.Kind.FILES)
                    .ifPresent(files -> requireClosed(List.of(files)));
            throw isOfTheQuery(e)
                    ? QueryCode.queryFailed(statement, Reason.of(e), e)
                    : QueryCode.catalogFailed(statement, e);
        }
    }

    /** Returns whether Spark refuses the query; exceptions of a catalog pass through Spark unchanged. */
    private static boolean isOfTheQuery(Exception e) {
        return e instanceof SparkThrowable || e instanceof IllegalArgumentException;
    }

    private void requireClosed(List<Breach> breaches) {
        if (!breaches.isEmpty()) {
            throw QueryCode.queryNotClosed(
                    statement,
                    breaches.stream()
                            .map(breach -> "it " + breach.phrase(CATALOGS))
                            .collect(Collectors.joining("; ")));
        }
    }

    private boolean isLook() {
        return LOOKS.contains(verb(statement));
    }

    private static String verb(String statement) {
        return statement.replaceFirst("^[\\s(]+", "").split("[\\s(]+", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static List<@Nullable Object> cells(Row row) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
            cells.add(row.get(i));
        }
        return cells;
    }
}
