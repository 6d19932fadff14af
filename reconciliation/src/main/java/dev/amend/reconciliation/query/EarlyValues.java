package dev.amend.reconciliation.query;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.analysis.UnresolvedInlineTable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;

/**
 * Values that Spark computes during the analysis of a query: the rows of {@code VALUES} and the arguments of {@code
 * range()}. An analysed plan only has the results, so their origins are found in the parsed plan.
 */
final class EarlyValues {
    private static final long NO_MICROS = 0L;

    private final SparkSession session;

    EarlyValues(SparkSession session) {
        this.session = session;
    }

    /** The causes that such values depend on, in a parsed plan. */
    Stream<Cause> causesIn(LogicalPlan parsed) {
        return SqlTree.nodes(parsed, node -> false)
                .filter(EarlyValues::isComputedEarly)
                .flatMap(node -> SqlTree.<Expression>java(node.expressions()).stream())
                .flatMap(this::causes);
    }

    private static boolean isComputedEarly(LogicalPlan node) {
        return node instanceof UnresolvedInlineTable
                || (node instanceof UnresolvedTableValuedFunction function && isRange(function));
    }

    private static boolean isRange(UnresolvedTableValuedFunction function) {
        List<String> name = SqlTree.java(function.name());
        return name.get(name.size() - 1).equalsIgnoreCase("range");
    }

    private Stream<Cause> causes(Expression value) {
        return analysed(value).stream()
                .flatMap(SqlTree::expressionsOf)
                .flatMap(part -> SparkExpressions.causeOf(part).stream());
    }

    /** The analysed value; empty if it can't be analysed alone. The analysis of the whole query gives the reason. */
    private Optional<LogicalPlan> analysed(Expression value) {
        NamedExpression named = new Alias(
                withoutParameters(value),
                "value",
                NamedExpression.newExprId(),
                SqlTree.scala(List.of()),
                Option.empty(),
                SqlTree.scala(List.of()));
        try {
            LogicalPlan analysed = session.sessionState()
                    .analyzer()
                    .execute(new Project(SqlTree.scala(List.of(named)), new OneRowRelation()));
            return Optional.of(analysed).filter(LogicalPlan::resolved);
        } catch (Exception e) { // Spark throws AnalysisException, which is checked, without declaring it
            return Optional.empty();
        }
    }

    /** A parameter is bound to a moment of the range. */
    private static Expression withoutParameters(Expression value) {
        if (value instanceof NamedParameter) {
            return new Literal(NO_MICROS, DataTypes.TimestampType);
        }
        return value.withNewChildren(SqlTree.scala(SqlTree.<Expression>java(value.children()).stream()
                .map(EarlyValues::withoutParameters)
                .toList()));
    }
}
