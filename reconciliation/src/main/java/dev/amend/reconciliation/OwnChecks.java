package dev.amend.reconciliation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;

import dev.amend.specs.Excerpt;
import dev.amend.specs.OwnCheck;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The specification's own checks of a batch. Each is a finding, whatever becomes of it; of its rows the first few are shown. */
final class OwnChecks {
    static final int ROWS_SHOWN = 3;
    static final int LENGTH_SHOWN = 200;

    private static final String NAME = "check:";
    private static final String NO_ROW = "no row";

    private final List<OwnCheck> checks;
    private final BatchViews views;
    private final MaskedRows masks;
    private final Discretion discretion;

    OwnChecks(Specification specification, TargetColumns columns) {
        this.checks = specification.validation().checks();
        this.views = new BatchViews(specification, columns);
        this.masks = new MaskedRows(specification.target());
        this.discretion = new Discretion(specification.target());
    }

    /** @param session one where the checks' views may be registered */
    List<Finding> run(SparkSession session, BatchInput input) {
        if (checks.isEmpty()) {
            return List.of();
        }
        views.register(session, input);
        return checks.stream()
                .map(check -> finding(check, input.batch().id(), found(session, check, input.parameters())))
                .toList();
    }

    private static Finding finding(OwnCheck check, String batch, String found) {
        Outcome ifFound = check.severity() == Severity.FAIL ? Outcome.FAIL : Outcome.WARN;
        return new Finding(
                check.level(),
                NAME + check.name(),
                found.equals(NO_ROW) ? Outcome.PASS : ifFound,
                batch,
                NO_ROW,
                found);
    }

    private String found(SparkSession session, OwnCheck check, Map<String, Object> parameters) {
        try {
            return found(masks.of(session.sql("select * from (\n%s\n)".formatted(check.sql()), parameters)));
        } catch (Exception e) { // Scala throws the checked AnalysisException without declaring it
            Optional<SqlFault> fault = SqlFault.of(e, discretion);
            if (fault.isEmpty()) {
                throw e;
            }
            return fault.get().toString();
        }
    }

    /**
     * The same rows are shown every time. No more than a few leave the executors, and of each no more than is shown: they
     * are cut before they are ordered, since what is done to the first rows afterwards is done in this process.
     */
    private static String found(Dataset<Row> rows) {
        List<String> first = new ArrayList<>();
        for (Row row : rows.select(
                        substring(to_json(struct("*")), 1, LENGTH_SHOWN + 1).as("line"))
                .orderBy(col("line"))
                .limit(ROWS_SHOWN)
                .collectAsList()) {
            first.add(row.getString(0));
        }
        if (first.isEmpty()) {
            return NO_ROW;
        }
        long count = first.size() < ROWS_SHOWN ? first.size() : rows.count();
        return "%s %s: %s"
                .formatted(
                        FigureText.number(count),
                        count == 1 ? "row" : "rows",
                        first.stream()
                                        .map(line -> Excerpt.of(line, LENGTH_SHOWN))
                                        .collect(Collectors.joining(", "))
                                + (count > first.size() ? ", …" : ""));
    }
}
