package dev.amend.engine.publish;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.WatchedTables;
import dev.amend.reconciliation.input.MaskedRows;
import dev.amend.reconciliation.query.ReadableRelations;
import dev.amend.reconciliation.sql.GuardedQueries;
import dev.amend.reconciliation.sql.Redaction;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import dev.amend.specs.WatchCheck;
import dev.amend.specs.text.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs the watch checks after a publication. */
final class Watch {
    private static final int ROWS_SHOWN = 10;

    private final Lakehouse lakehouse;
    private final Specification specification;
    private final MaskedRows masks;
    private final Redaction redaction;

    /** @param specification names the tables that may be read, and the sensitive columns that are not shown */
    Watch(Lakehouse lakehouse, Specification specification) {
        this.lakehouse = lakehouse;
        this.specification = specification;
        this.masks = new MaskedRows(specification.target());
        this.redaction = new Redaction(specification.target());
    }

    /**
     * A check that does not pass.
     *
     * @param reason the first rows that it returned, or why it can't be run
     */
    record Finding(String check, Severity severity, String reason) {

        /** The finding as a sentence: {@code dashboard-total (fail): …}. */
        public String sentence() {
            return "%s (%s): %s".formatted(check, severity == Severity.FAIL ? "fail" : "warn", reason);
        }
    }

    /** The checks that do not pass, including those that can't be run. */
    List<Finding> findings() {
        List<WatchCheck> checks = specification.watch().checks();
        if (checks.isEmpty()) {
            return List.of();
        }
        SparkSession session = lakehouse.newSession();
        ReadableRelations tables = new WatchedTables(session, specification).readable();
        return checks.stream()
                .flatMap(
                        check -> reason(session, check, tables)
                                .map(reason -> new Finding(check.name(), check.severity(), reason))
                                .stream())
                .toList();
    }

    private Optional<String> reason(SparkSession session, WatchCheck check, ReadableRelations tables) {
        try {
            Dataset<Row> asked =
                    new GuardedQueries(session).ask("watch." + check.name(), check.sql(), Map.of(), tables);
            List<Row> rows = masks.of(asked).limit(ROWS_SHOWN + 1).collectAsList();
            return rows.isEmpty() ? Optional.empty() : Optional.of(shown(rows));
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            return Optional.of("it can't be asked: " + redaction.withheld(e).orElse(Reason.of(e)));
        }
    }

    private static String shown(List<Row> rows) {
        String first = rows.stream()
                .limit(ROWS_SHOWN)
                .map(row -> row.mkString(", "))
                .collect(Collectors.joining("; ", "[", "]"));
        return rows.size() > ROWS_SHOWN
                ? "more than %d rows, the first: %s".formatted(ROWS_SHOWN, first)
                : "%d row(s): %s".formatted(rows.size(), first);
    }
}
