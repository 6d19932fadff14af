package dev.amend.reconciliation.query;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionOperation;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.SetOperation;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/**
 * The columns of a query that may differ from run to run with the same input, and the reasons. Each column is followed
 * through the analysed plan. A condition, a join, a limit and anything else that selects rows influences all columns. A
 * clock has one value in a query, so grouping by it has no influence.
 *
 * <p>Ties and sums of floating-point numbers do not show in a plan and are not found.
 */
public final class Influences {
    private static final Set<Cause> NONE = Set.of();

    private final Map<ExprId, Set<Cause>> ofColumns = new HashMap<>();
    private final Map<Long, NamedRows> named = new HashMap<>();
    private final Deque<List<Attribute>> loops = new ArrayDeque<>();
    private final List<Attribute> output;
    private final Set<Cause> ofRows;

    /** A named subquery. */
    private record NamedRows(List<Attribute> output, Set<Cause> causes) {}

    private Influences(LogicalPlan plan, Stream<Cause> early) {
        this.output = SqlTree.java(plan.output());
        this.ofRows = union(Stream.of(rows(plan), early.collect(Collectors.toCollection(LinkedHashSet::new))));
    }

    /** The influences in a plan, without values that were computed early. Views of a session are not followed. */
    public static Influences in(Dataset<Row> analysed) {
        return new Influences(analysed.queryExecution().analyzed(), Stream.empty());
    }

    /** The influences in a query. */
    static Influences in(LogicalPlan analysed, Stream<Cause> early) {
        return new Influences(analysed, early);
    }

    /** Returns whether a query has the one row of an aggregate over all rows below it. */
    public static boolean isOneAggregate(Dataset<Row> analysed) {
        List<LogicalPlan> nodes = SqlTree.nodes(analysed.queryExecution().analyzed(), View.class::isInstance)
                .toList();
        return nodes.stream().anyMatch(Influences::isOneRow) && nodes.stream().noneMatch(Window.class::isInstance);
    }

    /** The reasons why a column may differ, as in {@code rand()}; names are compared without regard to case. */
    public List<String> on(String column) {
        return words(Stream.concat(
                        ofRows.stream(),
                        output.stream()
                                .filter(attribute -> attribute.name().equalsIgnoreCase(column))
                                .flatMap(attribute -> of(attribute).stream()))
                .toList());
    }

    /** The reasons why any column or row may differ. */
    public List<String> onAny() {
        return words(all().toList());
    }

    /** The same, without reasons that only decide which of several rows are shown, not whether there are any. */
    public List<String> onWhetherThereAreRows() {
        return words(all().filter(cause -> !cause.dependence().isOfOrder()).toList());
    }

    private Stream<Cause> all() {
        return Stream.concat(ofRows.stream(), output.stream().flatMap(column -> of(column).stream()));
    }

    private static List<String> words(Collection<Cause> causes) {
        return causes.stream().map(Cause::what).distinct().toList();
    }

    private Set<Cause> of(Attribute attribute) {
        return ofColumns.getOrDefault(attribute.exprId(), NONE);
    }

    private void put(NamedExpression column, Collection<Cause> causes) {
        if (!causes.isEmpty()) {
            ofColumns
                    .computeIfAbsent(column.exprId(), id -> new LinkedHashSet<>())
                    .addAll(causes);
        }
    }

    /** The causes that decide which rows a plan has. The causes of its columns are collected on the way. */
    private Set<Cause> rows(LogicalPlan node) {
        if (node instanceof View view && view.isTempView()) {
            return NONE;
        }
        if (node instanceof CTERelationRef reference) {
            return ofReference(reference);
        }
        Set<Cause> rows = node.getClass().getSimpleName().startsWith("UnionLoop")
                ? ofLoop(node)
                : union(SqlTree.java(node.children()).stream().map(this::rows));
        Set<Cause> ofNode = ofNode(node, rows);
        return isOneRow(node) ? NONE : union(Stream.of(rows, ofNode));
    }

    /** The causes that a node adds to those of its children's rows. */
    private Set<Cause> ofNode(LogicalPlan node, Set<Cause> below) {
        if (node instanceof Project project) {
            return define(SqlTree.java(project.projectList()), NONE);
        }
        if (node instanceof Window window) {
            return define(SqlTree.java(window.windowExpressions()), NONE);
        }
        if (node instanceof Aggregate aggregate) {
            return ofAggregate(aggregate, below);
        }
        if (node instanceof CTERelationDef definition) {
            named.put(definition.id(), new NamedRows(SqlTree.java(definition.output()), below));
            return NONE;
        }
        return ofRowsOf(node);
    }

    private Set<Cause> ofRowsOf(LogicalPlan node) {
        if (node instanceof Sort || node instanceof LocalLimit || node instanceof RepartitionOperation) {
            return NONE;
        }
        if (node instanceof GlobalLimit || node instanceof Offset) {
            return ofCut(node);
        }
        if (node instanceof Sample) {
            return Set.of(new Cause(Dependence.CHANCE, "tablesample"));
        }
        if (node instanceof Distinct || node instanceof Deduplicate) {
            return byRow(node);
        }
        if (node instanceof SetOperation) {
            return ofColumnsBelow(node).collect(Collectors.toCollection(LinkedHashSet::new));
        }
        if (node instanceof LateralJoin join) {
            return union(Stream.of(
                    rows(join.right().plan()),
                    ofExpressions(SqlTree.java(join.condition().toList()))));
        }
        return ofOthers(node);
    }

    private Set<Cause> ofOthers(LogicalPlan node) {
        if (node instanceof Union) {
            SqlTree.java(node.children())
                    .forEach(child -> copy(SqlTree.java(child.output()), SqlTree.java(node.output())));
            return NONE;
        }
        if (node instanceof Expand expand) {
            SqlTree.java(expand.projections())
                    .forEach(projection -> project(SqlTree.java(projection), SqlTree.java(expand.output())));
            return NONE;
        }
        Set<Cause> all = ofExpressions(SqlTree.java(node.expressions()));
        if (node instanceof Generate generate) {
            SqlTree.java(generate.generatorOutput()).forEach(column -> put(column, all));
        }
        return all;
    }

    private Set<Cause> ofReference(CTERelationRef reference) {
        NamedRows rows = named.get(reference.cteId());
        if (rows == null) {
            return NONE; // a recursion reads itself
        }
        copy(rows.output(), SqlTree.java(reference.output()));
        return rows.causes();
    }

    /** A loop has a start and a step, and the step reads the loop's earlier results. */
    private Set<Cause> ofLoop(LogicalPlan loop) {
        if (loop.children().isEmpty()) {
            if (!loops.isEmpty()) {
                copy(loops.peek(), SqlTree.java(loop.output()));
            }
            return NONE;
        }
        Set<Cause> rows = new LinkedHashSet<>();
        for (LogicalPlan part : SqlTree.<LogicalPlan>java(loop.children())) {
            rows.addAll(rows(part));
            copy(SqlTree.java(part.output()), SqlTree.java(loop.output()));
            loops.push(SqlTree.java(loop.output()));
        }
        SqlTree.java(loop.children()).forEach(part -> loops.pop());
        return rows;
    }

    private Set<Cause> ofAggregate(Aggregate aggregate, Set<Cause> below) {
        Set<Cause> ofGroups = ofExpressions(SqlTree.java(aggregate.groupingExpressions())).stream()
                .filter(Cause::isByRow)
                .collect(Collectors.toSet());
        define(SqlTree.java(aggregate.aggregateExpressions()), below);
        return ofGroups;
    }

    /** An aggregate without groups has one row; the causes of the rows below it are in each aggregate then. */
    private static boolean isOneRow(LogicalPlan node) {
        return node instanceof Aggregate aggregate
                && aggregate.groupingExpressions().isEmpty();
    }

    private Set<Cause> define(List<NamedExpression> columns, Set<Cause> ofAggregates) {
        for (NamedExpression column : columns) {
            if (column instanceof Alias alias) {
                put(column, of(alias.child()));
                if (SqlTree.expressions(alias).anyMatch(AggregateExpression.class::isInstance)) {
                    put(column, ofAggregates);
                }
            }
        }
        return NONE;
    }

    /** The first rows are always the same if the rows are ordered, or if there is only one. */
    private Set<Cause> ofCut(LogicalPlan limit) {
        Set<Cause> howMany = ofExpressions(SqlTree.java(limit.expressions()));
        Cut cut = Cut.by(limit);
        if (cut.hasOneRowAtMost()) {
            return howMany;
        }
        Set<Cause> which = cut.order()
                .map(sort -> ofExpressions(SqlTree.java(sort.order())))
                .orElseGet(() -> Set.of(new Cause(Dependence.ORDER, "limit without order by")));
        return union(Stream.of(howMany, which));
    }

    /** A value that is the same in all rows can't make two of them differ. */
    private Set<Cause> byRow(LogicalPlan node) {
        return ofColumnsBelow(node).filter(Cause::isByRow).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Stream<Cause> ofColumnsBelow(LogicalPlan node) {
        return SqlTree.java(node.children()).stream()
                .flatMap(child -> SqlTree.java(child.output()).stream())
                .flatMap(column -> of(column).stream());
    }

    private void copy(List<Attribute> from, List<Attribute> to) {
        IntStream.range(0, Math.min(from.size(), to.size())).forEach(i -> put(to.get(i), of(from.get(i))));
    }

    private void project(List<Expression> from, List<Attribute> to) {
        IntStream.range(0, Math.min(from.size(), to.size())).forEach(i -> put(to.get(i), of(from.get(i))));
    }

    private Set<Cause> ofExpressions(List<? extends Expression> expressions) {
        return union(expressions.stream().map(this::of));
    }

    /** The causes that a value depends on; a clock that is computed with a column is not the same in all rows. */
    private Set<Cause> of(Expression expression) {
        Set<Cause> causes = ofPart(expression, OrderOfValues.MATTERS);
        boolean isColumn = expression instanceof Attribute;
        return isColumn || expression.references().isEmpty()
                ? causes
                : causes.stream().map(Cause::byRow).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<Cause> ofPart(Expression expression, OrderOfValues order) {
        if (expression instanceof Attribute column) {
            return union(Stream.of(seen(of(column), order), own(expression, order)));
        }
        if (expression instanceof OuterReference outer) {
            return outer.e() instanceof Attribute column ? of(column) : NONE;
        }
        Stream<Set<Cause>> inSubqueries = SqlTree.subqueryOf(expression).map(plan -> ofSubquery(expression, plan));
        Stream<Set<Cause>> inParts =
                SqlTree.java(expression.children()).stream().map(part -> ofPart(part, order.within(expression, part)));
        return union(Stream.of(Stream.of(own(expression, order)), inSubqueries, inParts)
                .flatMap(all -> all));
    }

    private static Set<Cause> own(Expression expression, OrderOfValues order) {
        Set<Cause> own = SparkExpressions.causeOf(expression).map(Set::of).orElse(NONE);
        return order == OrderOfValues.GIVEN_BY_WINDOW
                ? own.stream().filter(cause -> !cause.dependence().isOfOrder()).collect(Collectors.toSet())
                : seen(own, order);
    }

    /** The order of a list's elements has no effect if the list is sorted, or only counted. */
    private static Set<Cause> seen(Set<Cause> causes, OrderOfValues order) {
        return order == OrderOfValues.DOES_NOT_MATTER
                ? causes.stream()
                        .filter(cause -> cause.dependence() != Dependence.ELEMENTS)
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : causes;
    }

    private Set<Cause> ofSubquery(Expression expression, LogicalPlan plan) {
        Set<Cause> rows = rows(plan);
        return expression instanceof Exists
                ? rows
                : union(Stream.concat(
                        Stream.of(rows), SqlTree.java(plan.output()).stream().map(this::of)));
    }

    private static Set<Cause> union(Stream<? extends Set<Cause>> sets) {
        Set<Cause> all = new LinkedHashSet<>();
        sets.forEach(all::addAll);
        return all;
    }
}
