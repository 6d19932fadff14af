package dev.amend.reconciliation;

import dev.amend.specs.AmendException;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Reason;
import dev.amend.specs.Specification;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;

/** Runs statements that hold pieces of the specification; if Spark refuses one or can't compute it, finds the piece to blame. */
final class CheckedSql {
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

    /** The same for the rows of a batch. */
    static CheckedSql of(SparkSession session, Specification specification, BatchInput input) {
        return new CheckedSql(
                session,
                specification,
                new Rows("batch " + input.batch().id(), input.baselineSnapshot(), input.newRows(), input.parameters()));
    }

    /**
     * What the statements are about.
     *
     * @param name for a reader
     * @param baselineSnapshot the old side
     * @param parameters what named parameters stand for
     */
    record Rows(String name, long baselineSnapshot, NewRows newRows, Map<String, Object> parameters) {}

    <T> T call(Supplier<T> statement) {
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

    /** A piece of the specification that stands in the statement, and one to try it alone. */
    private record Piece(String what, String sql, String statement) {

        @Override
        public String toString() {
            return "%s '%s'".formatted(what, sql);
        }
    }

    private Optional<AmendException> refused() {
        return pieces().flatMap(piece -> refusalOf(piece).stream()).findFirst();
    }

    /** Spark says which expression met a value that it has no answer for; it may be the transform's, in a dry run. */
    private Optional<AmendException> notComputable(Throwable thrown) {
        Discretion discretion = new Discretion(specification.target());
        Throwable cause = discretion.withheld(thrown).isPresent() ? null : thrown;
        return SqlFault.of(thrown, discretion)
                .filter(fault -> !fault.isWithin(specification.transform().sql()))
                .flatMap(fault -> pieces().filter(piece -> fault.isAbout(piece.sql()))
                        .findFirst()
                        .map(piece -> ReconciliationError.valueNotComputable(
                                piece.toString(), rows.name(), fault.reason(), cause)));
    }

    private Stream<Piece> pieces() {
        Stream<Piece> measures = specification.validation().measures().stream()
                .map(measure ->
                        new Piece("measure " + measure.name(), measure.expression(), aggregate(measure.expression())));
        Stream<Piece> totals = specification.validation().sourceTotals().stream()
                .flatMap(total -> Stream.of(
                        new Piece(
                                "source total " + total.name(),
                                total.targetExpression(),
                                aggregate(total.targetExpression())),
                        new Piece("source total " + total.name(), total.sourceQuery(), total.sourceQuery())));
        Stream<Piece> rules = specification.validation().explainedBy().stream()
                .map(rule -> new Piece("rule " + rule.name(), rule.condition(), paired(rule)));
        return Stream.of(measures, totals, rules).flatMap(all -> all);
    }

    private String aggregate(String expression) {
        return MEASURE.render(Map.of(
                "expression", expression,
                "table", specification.target().table().quoted(),
                "baseline", Long.toString(rows.baselineSnapshot())));
    }

    private String paired(ExplanationRule rule) {
        return RULE.render(Map.of(
                "expression", rule.condition(),
                "table", specification.target().table().quoted(),
                "baseline", Long.toString(rows.baselineSnapshot()),
                "new_rows", rows.newRows().relation(specification.shadowTable())));
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
