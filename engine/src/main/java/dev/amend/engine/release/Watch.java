package dev.amend.engine.release;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.reconciliation.Discretion;
import dev.amend.reconciliation.MaskedRows;
import dev.amend.specs.Reason;
import dev.amend.specs.Severity;
import dev.amend.specs.Target;
import dev.amend.specs.WatchCheck;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Asks what is watched after a publication. */
final class Watch {
    private static final int ROWS_SHOWN = 10;

    private final Lakehouse lakehouse;
    private final MaskedRows masks;
    private final Discretion discretion;

    /** @param target whose sensitive columns are not shown */
    Watch(Lakehouse lakehouse, Target target) {
        this.lakehouse = lakehouse;
        this.masks = new MaskedRows(target);
        this.discretion = new Discretion(target);
    }

    /**
     * A check that does not pass.
     *
     * @param reason the first rows that it found, or why it can't be asked
     */
    record Finding(String check, Severity severity, String reason) {

        /** As a sentence: {@code dashboard-total (fail): …}. */
        public String sentence() {
            return "%s (%s): %s".formatted(check, severity == Severity.FAIL ? "fail" : "warn", reason);
        }
    }

    /** Those that do not pass; one that can't be asked does not pass either. */
    List<Finding> findings(List<WatchCheck> checks) {
        SparkSession session = lakehouse.newSession();
        return checks.stream()
                .flatMap(check ->
                        reason(session, check)
                                .map(reason -> new Finding(check.name(), check.severity(), reason))
                                .stream())
                .toList();
    }

    private Optional<String> reason(SparkSession session, WatchCheck check) {
        try {
            List<Row> rows = masks.of(session.sql("SELECT * FROM (\n%s\n)".formatted(check.sql())))
                    .limit(ROWS_SHOWN + 1)
                    .collectAsList();
            return rows.isEmpty() ? Optional.empty() : Optional.of(shown(rows));
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            return Optional.of("it can't be asked: " + discretion.withheld(e).orElse(Reason.of(e)));
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
