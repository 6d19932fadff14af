package dev.amend.reconciliation;

import dev.amend.specs.AmendException;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Measure;
import dev.amend.specs.Reason;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;

/** Runs a statement that holds pieces of the specification; if Spark refuses it, finds the piece to blame. */
final class CheckedSql {
    private static final SqlTemplate MEASURE = SqlTemplate.load("try_measure");
    private static final SqlTemplate RULE = SqlTemplate.load("try_rule");

    private final SparkSession session;
    private final Specification specification;
    private final BatchInput input;

    CheckedSql(SparkSession session, Specification specification, BatchInput input) {
        this.session = session;
        this.specification = specification;
        this.input = input;
    }

    <T> T call(Supplier<T> statement) {
        try {
            return statement.get();
        } catch (Exception e) { // Scala throws the checked AnalysisException without declaring it
            if (isRefusal(e)) {
                culprit().ifPresent(blamed -> {
                    throw blamed;
                });
            }
            throw e;
        }
    }

    private Optional<AmendException> culprit() {
        for (Measure measure : specification.validation().measures()) {
            Optional<AmendException> blamed =
                    refusalOf("measure " + measure.name(), measure.expression(), aggregate(measure.expression()));
            if (blamed.isPresent()) {
                return blamed;
            }
        }
        for (SourceTotal total : specification.validation().sourceTotals()) {
            Optional<AmendException> blamed = refusalOf(
                            "source total " + total.name(),
                            total.targetExpression(),
                            aggregate(total.targetExpression()))
                    .or(() -> refusalOf("source total " + total.name(), total.sourceQuery(), total.sourceQuery()));
            if (blamed.isPresent()) {
                return blamed;
            }
        }
        return specification.validation().explainedBy().stream()
                .flatMap(rule -> refusalOf("rule " + rule.name(), rule.condition(), paired(rule)).stream())
                .findFirst();
    }

    private String aggregate(String expression) {
        return MEASURE.render(Map.of(
                "expression", expression,
                "table", specification.target().table().quoted(),
                "baseline", Long.toString(input.baselineSnapshot())));
    }

    private String paired(ExplanationRule rule) {
        return RULE.render(Map.of(
                "expression", rule.condition(),
                "table", specification.target().table().quoted(),
                "baseline", Long.toString(input.baselineSnapshot()),
                "new_rows", input.newRows().relation(specification.shadowTable())));
    }

    private Optional<AmendException> refusalOf(String what, String sql, String statement) {
        try {
            session.sql(statement, input.parameters()).schema();
            return Optional.empty();
        } catch (Exception e) { // as above
            String reason = Reason.of(e);
            return Optional.of(ReconciliationError.checkSqlInvalid(what, sql, reason, e));
        }
    }

    private static boolean isRefusal(Throwable thrown) {
        return thrown instanceof AnalysisException;
    }
}
