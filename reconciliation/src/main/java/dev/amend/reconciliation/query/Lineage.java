package dev.amend.reconciliation.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.MultiInstanceRelation;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.SetOperation;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The columns of a query's result that contain something of certain columns of the tables that it reads, under any
 * name. The existence of a row may depend on these columns too, but this is not reported. An unknown construct counts
 * as such a column.
 */
public final class Lineage {
    private final Predicate<String> wanted;

    /** The expressions that an attribute is computed from, unless it is an attribute of a table. */
    private final Map<ExprId, List<Expression>> origins = new HashMap<>();

    private final Set<ExprId> found = new HashSet<>();
    private final Map<Object, CTERelationDef> named = new HashMap<>();

    private Lineage(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /**
     * The positions of such columns.
     *
     * @param rows the query's result; its plan is read before it is optimised, since an optimiser pushes parts into a
     *     source, which have other names there
     * @param wanted tests whether a table's column is one of the searched ones
     */
    public static Set<Integer> of(Dataset<Row> rows, Predicate<String> wanted) {
        LogicalPlan analyzed = rows.queryExecution().analyzed();
        Lineage lineage = new Lineage(wanted);
        lineage.collectNamed(analyzed);
        lineage.collect(analyzed);

        Set<Integer> positions = new HashSet<>();
        List<Attribute> columns = java(analyzed.output());
        for (int i = 0; i < columns.size(); i++) {
            if (lineage.holds(columns.get(i), new HashSet<>())) {
                positions.add(i);
            }
        }
        return positions;
    }

    private void collectNamed(LogicalPlan plan) {
        if (plan instanceof CTERelationDef definition) {
            named.put(definition.id(), definition);
        }
        java(plan.children()).forEach(this::collectNamed);
    }

    private void collect(LogicalPlan plan) {
        List<LogicalPlan> children = java(plan.children());
        children.forEach(this::collect);
        if (plan instanceof CTERelationRef reference) {
            byPosition(reference, List.of(named.get(reference.cteId())));
        } else if (plan instanceof Union || plan instanceof SetOperation) {
            byPosition(plan, children);
        } else if (children.isEmpty()) {
            collectLeaf(plan);
        } else {
            collectComputed(plan, children);
        }
    }

    /** Columns that take their values from another plan's column at the same position. */
    private void byPosition(LogicalPlan plan, List<LogicalPlan> sources) {
        List<Attribute> columns = java(plan.output());
        for (LogicalPlan source : sources) {
            List<Attribute> taken = java(source.output());
            for (int i = 0; i < columns.size(); i++) {
                origins.computeIfAbsent(columns.get(i).exprId(), none -> new ArrayList<>())
                        .add(taken.get(i));
            }
        }
    }

    private void collectLeaf(LogicalPlan leaf) {
        boolean understood = leaf instanceof MultiInstanceRelation || leaf instanceof OneRowRelation;
        for (Attribute column : java(leaf.output())) {
            if (!understood || wanted.test(column.name())) {
                found.add(column.exprId());
            }
        }
    }

    private void collectComputed(LogicalPlan plan, List<LogicalPlan> children) {
        Set<ExprId> known = new HashSet<>();
        List<Expression> everything = new ArrayList<>(java(plan.expressions()));
        for (Expression expression : java(plan.expressions())) {
            if (expression instanceof Alias alias) {
                origins.computeIfAbsent(alias.exprId(), none -> new ArrayList<>())
                        .add(alias.child());
                known.add(alias.exprId());
            }
        }
        for (LogicalPlan child : children) {
            java(child.output()).forEach(column -> known.add(column.exprId()));
            everything.addAll(java(child.output()));
        }
        // Such as columns added by a generator or an expansion: they may depend on anything that the node sees
        java(plan.output()).stream()
                .map(Attribute::exprId)
                .filter(id -> !known.contains(id))
                .forEach(id -> origins.put(id, everything));
    }

    private boolean holds(Expression expression, Set<ExprId> asked) {
        if (expression instanceof Attribute attribute) {
            return found.contains(attribute.exprId()) || originHolds(attribute, asked);
        }
        if (expression instanceof SubqueryExpression subquery) {
            return reads(subquery.plan()) || anyChildHolds(expression, asked);
        }
        if (expression instanceof WindowExpression window
                && window.windowSpec().orderSpec().isEmpty()) {
            // As with groups: the rows that it was computed over are not reported
            return holds(window.windowFunction(), asked);
        }
        if (isWhetherNull(expression)) {
            return false;
        }
        if (expression instanceof GetStructField field) {
            return fieldHolds(field.child(), field, asked);
        }
        return anyChildHolds(expression, asked);
    }

    /** True for a null test on a column of a table itself: a mask shows the same. */
    private boolean isWhetherNull(Expression expression) {
        return (expression instanceof IsNull || expression instanceof IsNotNull)
                && java(expression.children()).stream().allMatch(child -> isColumnOfATable(child, new HashSet<>()));
    }

    private boolean isColumnOfATable(Expression expression, Set<ExprId> asked) {
        return expression instanceof Attribute attribute
                && (!asked.add(attribute.exprId())
                        || origins.getOrDefault(attribute.exprId(), List.of()).stream()
                                .allMatch(origin -> isColumnOfATable(origin, asked)));
    }

    private boolean originHolds(Attribute attribute, Set<ExprId> asked) {
        return asked.add(attribute.exprId())
                && origins.getOrDefault(attribute.exprId(), List.of()).stream()
                        .anyMatch(origin -> holds(origin, asked));
    }

    /** For a struct that the query itself built, only the one field counts. */
    private boolean fieldHolds(Expression struct, GetStructField field, Set<ExprId> asked) {
        if (struct instanceof CreateNamedStruct made) {
            return holds(java(made.valExprs()).get(field.ordinal()), asked);
        }
        List<Expression> origin =
                struct instanceof Attribute attribute ? origins.getOrDefault(attribute.exprId(), List.of()) : List.of();
        return origin.isEmpty()
                ? holds(struct, asked)
                : origin.stream().anyMatch(from -> fieldHolds(from, field, asked));
    }

    private boolean anyChildHolds(Expression expression, Set<ExprId> asked) {
        return java(expression.children()).stream().anyMatch(child -> holds(child, asked));
    }

    private boolean reads(LogicalPlan plan) {
        boolean here = java(plan.children()).isEmpty()
                && java(plan.output()).stream().anyMatch(column -> wanted.test(column.name()));
        return here
                || plan instanceof CTERelationRef
                || java(plan.expressions()).stream().anyMatch(this::readsWithin)
                || java(plan.children()).stream().anyMatch(this::reads);
    }

    private boolean readsWithin(Expression expression) {
        return (expression instanceof SubqueryExpression subquery && reads(subquery.plan()))
                || java(expression.children()).stream().anyMatch(this::readsWithin);
    }

    private static <T> List<T> java(Iterable<T> scala) {
        Collection<T> all = CollectionConverters.asJavaCollection(scala);
        return List.copyOf(all);
    }
}
