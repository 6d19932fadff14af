package dev.amend.engine.plan;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.ArraySort;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Nondeterministic;
import org.apache.spark.sql.catalyst.expressions.SortArray;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Collect;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds what makes a query give another result on every run although its input is the same: random functions, and
 * whatever depends on an order of rows that nobody asked for. The clock is not its business.
 */
final class Chance {

    private Chance() {}

    /** The first such thing in a plan, as the user wrote it, such as {@code rand()}. */
    static Optional<String> in(LogicalPlan plan) {
        return Stream.concat(
                        ofNode(plan).stream(), java(plan.expressions()).stream().flatMap(e -> in(e).stream()))
                .findFirst()
                .or(() -> java(plan.children()).stream()
                        .flatMap(child -> in(child).stream())
                        .findFirst());
    }

    private static Optional<String> ofNode(LogicalPlan node) {
        if (node instanceof GlobalLimit limit && !isSorted(limit.child())) {
            return Optional.of("limit without order by");
        }
        return node instanceof Sample ? Optional.of("tablesample") : Optional.empty();
    }

    private static boolean isSorted(LogicalPlan plan) {
        if (plan instanceof Sort sort) {
            return sort.global();
        }
        boolean keepsOrder = plan instanceof Project || plan instanceof LocalLimit;
        return keepsOrder && isSorted(java(plan.children()).get(0));
    }

    private static Optional<String> in(Expression expression) {
        if (expression instanceof Nondeterministic) {
            return Optional.of(expression.prettyName() + "()");
        }
        if (expression instanceof AggregateExpression aggregate && dependsOnOrder(aggregate)) {
            return Optional.of(aggregate.aggregateFunction().prettyName() + "()");
        }
        if (expression instanceof SubqueryExpression subquery) {
            return in(subquery.plan());
        }
        return looksInto(expression).stream()
                .flatMap(child -> in(child).stream())
                .findFirst();
    }

    private static boolean dependsOnOrder(AggregateExpression aggregate) {
        return aggregate.aggregateFunction() instanceof First
                || aggregate.aggregateFunction() instanceof Last
                || aggregate.aggregateFunction() instanceof Collect;
    }

    /** What of an expression's inside matters: where it puts rows or values in order itself, their own order does not. */
    private static Collection<Expression> looksInto(Expression expression) {
        boolean sorts = expression instanceof SortArray || expression instanceof ArraySort;
        if (sorts && java(expression.children()).get(0) instanceof AggregateExpression collected) {
            return java(collected.aggregateFunction().children());
        }
        if (expression instanceof WindowExpression window
                && window.windowFunction() instanceof AggregateExpression ordered
                && !window.windowSpec().orderSpec().isEmpty()) {
            return java(ordered.aggregateFunction().children());
        }
        return java(expression.children());
    }

    private static <T> List<T> java(Iterable<T> scala) {
        return List.copyOf(CollectionConverters.asJavaCollection(scala));
    }
}
