package dev.amend.reconciliation.query;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.collection.Iterable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's trees as streams, including subqueries and named subqueries. */
final class SqlTree {

    private SqlTree() {}

    /**
     * A plan and everything below it.
     *
     * @param closed selects nodes below which nothing is visited
     */
    static Stream<LogicalPlan> nodes(LogicalPlan plan, Predicate<LogicalPlan> closed) {
        if (closed.test(plan)) {
            return Stream.of(plan);
        }
        Stream<LogicalPlan> below = Stream.of(
                        java(plan.children()).stream(),
                        namedSubqueries(plan),
                        expressionsOf(plan).flatMap(SqlTree::subqueryOf))
                .flatMap(all -> all);
        return Stream.concat(Stream.of(plan), below.flatMap(child -> nodes(child, closed)));
    }

    private static Stream<LogicalPlan> namedSubqueries(LogicalPlan plan) {
        return plan instanceof UnresolvedWith with
                ? java(with.innerChildren()).stream()
                        .filter(LogicalPlan.class::isInstance)
                        .map(LogicalPlan.class::cast)
                : Stream.empty();
    }

    /** The expressions of one node, with all their parts. */
    static Stream<Expression> expressionsOf(LogicalPlan node) {
        return java(node.expressions()).stream().flatMap(SqlTree::expressions);
    }

    /** An expression with all its parts, but without the contents of subqueries. */
    static Stream<Expression> expressions(Expression expression) {
        return Stream.concat(
                Stream.of(expression), java(expression.children()).stream().flatMap(SqlTree::expressions));
    }

    /** The plan of a subquery. */
    static Stream<LogicalPlan> subqueryOf(Expression expression) {
        return expression instanceof PlanExpression<?> subquery && subquery.plan() instanceof LogicalPlan plan
                ? Stream.of(plan)
                : Stream.empty();
    }

    static <T> Seq<T> scala(List<T> java) {
        return CollectionConverters.asScala(java).toSeq();
    }

    static <T> List<T> java(Iterable<? extends T> scala) {
        return List.copyOf(CollectionConverters.asJavaCollection(scala));
    }
}
