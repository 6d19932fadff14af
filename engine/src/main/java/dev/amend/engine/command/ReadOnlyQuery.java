package dev.amend.engine.command;

import dev.amend.specs.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** One statement that only reads. A statement that writes can't stand in brackets after FROM, and is refused by Spark's parser. */
final class ReadOnlyQuery {
    private static final Set<String> QUERIES = Set.of("select", "with", "values", "from", "table");
    private static final Set<String> LOOKS = Set.of("show", "describe", "desc");
    private static final int AT_MOST = 1000;

    private final String statement;

    /** @throws dev.amend.specs.AmendException if it begins with no word of a query */
    ReadOnlyQuery(String text) {
        this.statement = text.strip().replaceFirst(";\\s*$", "");
        if (!QUERIES.contains(verb()) && !LOOKS.contains(verb())) {
            throw CommandCode.notReadOnly(text);
        }
    }

    /** What a query answered, at most a thousand rows of it. */
    record Answer(List<String> columns, List<List<@Nullable Object>> rows, int found) {

        boolean isCut() {
            return found > rows.size();
        }

        List<Map<String, @Nullable Object>> documents() {
            return rows.stream().map(this::document).toList();
        }

        private Map<String, @Nullable Object> document(List<@Nullable Object> row) {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                document.put(columns.get(i), value(row.get(i)));
            }
            return document;
        }

        /** Numbers and booleans as they are, everything else as Spark prints it. */
        private static @Nullable Object value(@Nullable Object value) {
            return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
        }

        List<List<String>> texts() {
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

    /** @param shown what may be seen of the rows */
    Answer run(SparkSession session, UnaryOperator<Dataset<Row>> shown) {
        Dataset<Row> result = shown.apply(read(session));
        List<Row> found = result.limit(AT_MOST + 1).collectAsList();
        List<List<@Nullable Object>> rows =
                found.stream().limit(AT_MOST).map(ReadOnlyQuery::cells).toList();
        return new Answer(List.of(result.columns()), rows, found.size());
    }

    private Dataset<Row> read(SparkSession session) {
        try {
            return session.sql(LOOKS.contains(verb()) ? statement : "SELECT * FROM (\n%s\n)".formatted(statement));
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            throw CommandCode.queryFailed(statement, Reason.of(e), e);
        }
    }

    private String verb() {
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
