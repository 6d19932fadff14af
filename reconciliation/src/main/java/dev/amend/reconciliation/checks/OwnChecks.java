package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.CheckName;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.FirstRows;
import dev.amend.reconciliation.input.MaskedRows;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.sql.GuardedQueries;
import dev.amend.reconciliation.sql.Redaction;
import dev.amend.reconciliation.sql.SqlFault;
import dev.amend.specs.OwnCheck;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The specification's own checks of a batch. Each gives a finding, even if it fails to run; its first rows are shown.
 */
public final class OwnChecks {
    private static final String NO_ROW = "no row";

    private final List<OwnCheck> checks;
    private final BatchViews views;
    private final MaskedRows masks;
    private final Redaction redaction;

    public OwnChecks(Specification specification, TargetColumns columns) {
        this.checks = specification.validation().checks();
        this.views = new BatchViews(specification, columns);
        this.masks = new MaskedRows(specification.target());
        this.redaction = new Redaction(specification.target());
    }

    /** @param session a session in which the checks' views may be registered */
    public List<Finding> run(SparkSession session, BatchInput input) {
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
                CheckName.OWN.of(check.name()),
                found.equals(NO_ROW) ? Outcome.PASS : ifFound,
                batch,
                NO_ROW,
                found);
    }

    private String found(SparkSession session, OwnCheck check, Map<String, Object> parameters) {
        try {
            Dataset<Row> rows = new GuardedQueries(session)
                    .ask("validation.checks." + check.name(), check.sql(), parameters, BatchViews.READABLE);
            return found(masks.of(rows));
        } catch (Exception e) { // Scala throws the checked AnalysisException without declaring it
            Optional<SqlFault> fault = SqlFault.of(e, redaction);
            if (fault.isEmpty()) {
                throw e;
            }
            return fault.get().toString();
        }
    }

    private static String found(Dataset<Row> rows) {
        List<String> first = FirstRows.lines(rows);
        if (first.isEmpty()) {
            return NO_ROW;
        }
        long count = first.size() < FirstRows.SHOWN ? first.size() : rows.count();
        return "%s: %s".formatted(FigureText.rows(count), FirstRows.line(first, count));
    }
}
