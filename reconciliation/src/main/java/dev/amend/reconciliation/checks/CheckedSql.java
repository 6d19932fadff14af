package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.Relations;
import dev.amend.reconciliation.input.Sides;
import dev.amend.reconciliation.sql.GuardedQueries;
import dev.amend.reconciliation.sql.ReconciliationError;
import dev.amend.reconciliation.sql.Redaction;
import dev.amend.reconciliation.sql.SqlFault;
import dev.amend.reconciliation.sql.SqlTemplate;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Specification;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.text.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;

/**
 * Runs statements with expressions of the specification; if Spark refuses or can't compute one, finds the one to blame.
 */
public final class CheckedSql {
    private static final SqlTemplate MEASURE = SqlTemplate.load("try_measure");
    private static final SqlTemplate RULE = SqlTemplate.load("try_rule");

    private final SparkSession session;
    private final Specification specification;
    private final Rows rows;

    CheckedSql(SparkSession session, Specification specification, Rows rows) {
        this.session = session;
        this.specification = specification;
        this.rows = rows;
    }

    /** Creates one for the rows of a batch. */
    public static CheckedSql of(SparkSession session, Specification specification, BatchInput input) {
        return new CheckedSql(
                session,
                specification,
                new Rows("batch " + input.batch().id(), input.baselineSnapshot(), input.newRows(), input.parameters()));
    }

    /**
     * The rows that the statements read.
     *
     * @param name a name for messages
     * @param baselineSnapshot the snapshot of the old side
     * @param parameters the values of named parameters
     */
    record Rows(String name, long baselineSnapshot, NewRows newRows, Map<String, Object> parameters) {}

    public <T> T call(Supplier<T> statement) {
        requireClosed();
        try {
            return statement.get();
        } catch (Exception e) { // Scala throws the checked AnalysisException without declaring it
            Optional<AmendException> blamed = isRefusal(e) ? refused() : notComputable(e);
            blamed.ifPresent(error -> {
                throw error;
            });
            throw e;
        }
    }

    /** Checks each expression alone, since the statements around it would hide what it reads. */
    private void requireClosed() {
        GuardedQueries guarded = new GuardedQueries(session);
        specification
                .validation()
                .measures()
                .forEach(measure ->
                        guarded.requireClosed("validation.measures." + measure.name(), measure.expression()));
        specification
                .validation()
                .sourceTotals()
                .forEach(total -> guarded.requireClosed(
                        "validation.source_totals.%s.target".formatted(total.name()), total.targetExpression()));
        specification
                .validation()
                .explainedBy()
                .forEach(rule -> guarded.requireClosed("validation.explained_by." + rule.name(), rule.condition()));
    }

    /** An expression of the specification in the statement, and a statement to try it alone. */
    private record Piece(String what, String sql, String statement) {

        @Override
        public String toString() {
            return "%s '%s'".formatted(what, sql);
        }
    }

    private Optional<AmendException> refused() {
        return pieces().flatMap(piece -> refusalOf(piece).stream()).findFirst();
    }

    /** Finds the expression that Spark names for a value without a result; in a dry run it may be the transform's. */
    private Optional<AmendException> notComputable(Throwable thrown) {
        Redaction redaction = new Redaction(specification.target());
        Throwable cause = redaction.withheld(thrown).isPresent() ? null : thrown;
        return SqlFault.of(thrown, redaction)
                .filter(fault -> !fault.isWithin(specification.transform().sql()))
                .flatMap(fault -> pieces().filter(piece -> fault.isAbout(piece.sql()))
                        .findFirst()
                        .map(piece -> ReconciliationError.valueNotComputable(
                                piece.toString(), rows.name(), fault.reason(), cause)));
    }

    private Stream<Piece> pieces() {
        Relations relations =
                Sides.of(session, specification, rows.newRows()).relations(rows.baselineSnapshot(), rows.newRows());
        Stream<Piece> measures = specification.validation().measures().stream()
                .map(measure -> new Piece(
                        "measure " + measure.name(), measure.expression(), aggregate(measure.expression(), relations)));
        Stream<Piece> totals = specification.validation().sourceTotals().stream()
                .flatMap(total -> Stream.of(
                        new Piece(
                                "source total " + total.name(),
                                total.targetExpression(),
                                aggregate(total.targetExpression(), relations)),
                        new Piece("source total " + total.name(), total.sourceQuery(), total.sourceQuery())));
        Stream<Piece> rules = specification.validation().explainedBy().stream()
                .map(rule -> new Piece("rule " + rule.name(), rule.condition(), paired(rule, relations)));
        return Stream.of(measures, totals, rules).flatMap(all -> all);
    }

    private static String aggregate(String expression, Relations relations) {
        return MEASURE.render(Map.of("expression", expression, "old_rows", relations.oldRows()));
    }

    private static String paired(ExplanationRule rule, Relations relations) {
        return RULE.render(Map.of(
                "expression", rule.condition(),
                "old_rows", relations.oldRows(),
                "new_rows", relations.newRows()));
    }

    private Optional<AmendException> refusalOf(Piece piece) {
        try {
            session.sql(piece.statement(), rows.parameters()).schema();
            return Optional.empty();
        } catch (Exception e) { // as above
            return Optional.of(ReconciliationError.checkSqlInvalid(piece.toString(), piece.what(), Reason.of(e), e));
        }
    }

    private static boolean isRefusal(Throwable thrown) {
        return thrown instanceof AnalysisException;
    }
}
