package dev.amend.reconciliation.query;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;

/** Tells whether the order of an expression's values affects the result of the expression around it. */
enum OrderOfValues {
    MATTERS,
    DOES_NOT_MATTER,
    /** The window defines the order of rows. */
    GIVEN_BY_WINDOW;

    /** Functions that sort their first argument, or give the same result for any order of it. */
    private static final Set<String> INDIFFERENT = Set.of(
            "SortArray",
            "ArraySort",
            "ArrayMax",
            "ArrayMin",
            "Size",
            "ArraySize",
            "ArrayContains",
            "ArraysOverlap",
            "ArrayExists",
            "ArrayForAll");

    /** Functions that give the same result for any order of their second argument. */
    private static final Set<String> INDIFFERENT_TO_SECOND = Set.of("ArraysOverlap", "ArrayIntersect", "ArrayExcept");

    /** Functions that return the same values for the same values in any order, so that sorting afterwards is enough. */
    private static final Set<String> TRANSPARENT =
            Set.of("ArrayDistinct", "ArrayCompact", "Flatten", "ArrayUnion", "ArrayExcept", "ArrayIntersect");

    /** Functions that do so unless they use the position of a value. */
    private static final Set<String> TRANSPARENT_WITHOUT_POSITION = Set.of("ArrayTransform", "ArrayFilter");

    /** The same property for a part of an expression. */
    OrderOfValues within(Expression expression, Expression part) {
        if (expression instanceof WindowExpression window) {
            boolean ordered = part == window.windowFunction()
                    && !window.windowSpec().orderSpec().isEmpty();
            return ordered ? GIVEN_BY_WINDOW : MATTERS;
        }
        if (expression instanceof AggregateExpression) {
            return this;
        }
        String type = expression.getClass().getSimpleName();
        List<Expression> parts = SqlTree.java(expression.children());
        boolean first = part == parts.get(0);
        if (first ? INDIFFERENT.contains(type) : INDIFFERENT_TO_SECOND.contains(type)) {
            return DOES_NOT_MATTER;
        }
        boolean keeps = first ? isTransparent(type, parts) : type.equals("ArrayUnion");
        return this == DOES_NOT_MATTER && keeps ? this : MATTERS;
    }

    private static boolean isTransparent(String type, List<Expression> parts) {
        return TRANSPARENT.contains(type)
                || (TRANSPARENT_WITHOUT_POSITION.contains(type)
                        && parts.get(1) instanceof LambdaFunction function
                        && function.arguments().size() == 1);
    }
}
