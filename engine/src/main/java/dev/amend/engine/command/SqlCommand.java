package dev.amend.engine.command;

import dev.amend.engine.lakehouse.Lakehouse;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "sql", description = "a read-only look at the warehouse")
final class SqlCommand implements Callable<Integer> {
    private static final Set<String> LOOKS = Set.of("show", "describe", "desc");
    private static final int AT_MOST = 1000;

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "QUERY", description = "one SELECT, WITH, VALUES, SHOW or DESCRIBE")
    private String query = "";

    private final Surroundings surroundings;

    SqlCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        String statement = query.strip().replaceFirst(";\\s*$", "");
        if (statement.isEmpty()) {
            throw CommandCode.notReadOnly(query);
        }

        Lakehouse lakehouse = new SparkWiring(wiring).lakehouse();
        Dataset<Row> result = read(lakehouse.newSession(), statement);
        String[] columns = result.columns();
        List<Row> rows = result.limit(AT_MOST + 1).collectAsList();
        if (rows.size() > AT_MOST) {
            wiring.console().say("Only the first %d rows are shown".formatted(AT_MOST));
            rows = rows.subList(0, AT_MOST);
        }

        List<Map<String, @Nullable Object>> documents =
                rows.stream().map(row -> document(columns, row)).toList();
        wiring.console().result(documents, TextTable.of(List.of(columns), texts(rows)));
        return 0;
    }

    /** A statement that writes is no query, and can't stand in brackets. */
    private static Dataset<Row> read(SparkSession session, String statement) {
        String verb = statement.split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        try {
            return session.sql(LOOKS.contains(verb) ? statement : "SELECT * FROM (\n%s\n)".formatted(statement));
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            String reason =
                    String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
            throw reason.contains("PARSE_SYNTAX_ERROR")
                            && !Set.of("select", "with", "values").contains(verb)
                    ? CommandCode.notReadOnly(statement)
                    : CommandCode.queryFailed(statement, reason, e);
        }
    }

    private static Map<String, @Nullable Object> document(String[] columns, Row row) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i++) {
            document.put(columns[i], value(row.get(i)));
        }
        return document;
    }

    /** Numbers and booleans as they are, everything else as Spark prints it. */
    private static @Nullable Object value(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value instanceof BigDecimal decimal ? new BigDecimal(decimal.toPlainString()) : value;
        }
        return value.toString();
    }

    private static List<List<String>> texts(List<Row> rows) {
        List<List<String>> texts = new ArrayList<>();
        for (Row row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.length(); i++) {
                cells.add(Optional.ofNullable(row.get(i)).map(Object::toString).orElse("null"));
            }
            texts.add(cells);
        }
        return texts;
    }
}
