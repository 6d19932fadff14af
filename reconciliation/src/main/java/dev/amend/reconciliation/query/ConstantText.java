package dev.amend.reconciliation.query;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.types.StringType;

/**
 * Texts that depend on a query alone, such as {@code concat('to', 'day')}. Spark computes them during planning, and
 * treats the result as if it had been written.
 */
final class ConstantText {

    private ConstantText() {}

    /** The text; empty for an expression that is not a text, that reads a column, or that has no value. */
    static Optional<String> of(Expression expression) {
        if (!(expression.dataType() instanceof StringType)) {
            return Optional.empty();
        }
        Expression computable = computable(expression);
        if (!computable.foldable()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(computable.eval(null)).map(Object::toString);
        } catch (RuntimeException e) {
            return Optional.empty(); // Spark can't compute it either, and reports that
        }
    }

    /** Replaces each function that Spark itself replaces before computing. */
    private static Expression computable(Expression expression) {
        Expression replaced = expression instanceof RuntimeReplaceable function ? function.replacement() : expression;
        List<Expression> parts = SqlTree.<Expression>java(replaced.children()).stream()
                .map(ConstantText::computable)
                .toList();
        return replaced.withNewChildren(SqlTree.scala(parts));
    }
}
