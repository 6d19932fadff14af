package dev.amend.reconciliation.query;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.View;
import scala.collection.Map;

/**
 * Finds everything that SQL reads or calls without declaration: first in the parsed tree, where functions have the
 * names that the user wrote and nothing was resolved or run, then in the analysed plan.
 */
public final class ClosedWorld {
    private static final String NO_RELATION = "TABLE_OR_VIEW_NOT_FOUND";
    private static final String SPARK = "org.apache.spark.sql.catalyst.";

    /** Functions from outside Spark, by the class of their expression in an analysed plan. */
    private static final Set<String> FOREIGN = Set.of(
            "ScalaUDF",
            "PythonUDF",
            "PythonUDAF",
            "PythonUDTF",
            "ApplyFunctionExpression",
            "V2Aggregator",
            "SQLFunctionExpression",
            "SQLScalarFunction",
            "VariableReference");

    private static final Set<String> OUTSIDE =
            Set.of("CallMethodViaReflection", "TryReflect", "FromProtobuf", "ToProtobuf", "PythonWorkerLogs");

    /** A function whose name is an expression: {@code identifier('f')(x)}. */
    private static final String NAME_TO_BE_COMPUTED = "ExpressionWithUnresolvedIdentifier";

    /** Options with which a function reads a file, in lower case. */
    private static final Set<String> FILE_OPTIONS = Set.of("rowvalidationxsdpath", "avroschemaurl");

    private final ParserInterface parser;
    private final EarlyValues early;

    public ClosedWorld(SparkSession session) {
        this.parser = session.sessionState().sqlParser();
        this.early = new EarlyValues(session);
    }

    /**
     * The calls and reads of an expression over the columns of given rows. It is parsed as one expression, alone and in
     * brackets, so that it can't close brackets around it, or start a comment that hides them.
     *
     * @throws AnalysisException if it is not one expression
     */
    public List<Breach> ofExpression(String text) throws AnalysisException {
        Expression expression = parser.parseExpression(text);
        parser.parseExpression("(" + text + ")");
        return SqlTree.expressions(expression)
                .flatMap(part -> Stream.of(noValue(expression, part), subquery(part), called(part))
                        .flatMap(all -> all))
                .distinct()
                .toList();
    }

    /** {@code *} is parsed as one expression, but stands for many. */
    private static Stream<Breach> noValue(Expression whole, Expression part) {
        boolean many = part == whole && part instanceof Star;
        return many ? Stream.of(new Breach(Breach.Kind.NOT_ONE_VALUE, part.toString())) : Stream.empty();
    }

    /**
     * The functions that a query calls by name.
     *
     * @throws AnalysisException if it is not one query
     */
    public List<Breach> ofQuery(String text) throws AnalysisException {
        LogicalPlan plan = parser.parsePlan(text);
        parser.parsePlan(bracketed(text));
        return calledIn(plan);
    }

    /** The influences on the result of a query besides its input. */
    public Influences influences(String query, Dataset<Row> analysed) {
        try {
            return Influences.in(analysed.queryExecution().analyzed(), early.causesIn(parser.parsePlan(query)));
        } catch (AnalysisException e) {
            throw new IllegalStateException("It was analysed: " + query, e);
        }
    }

    /** The functions that a statement calls by name; it does not have to be a query. */
    public List<Breach> ofStatement(String text) throws AnalysisException {
        return calledIn(parser.parsePlan(text));
    }

    /** A query that reads all rows of another one, which was already parsed as one query. */
    public static String bracketed(String query) {
        return "SELECT * FROM (\n%s\n)".formatted(query);
    }

    /** The forbidden reads and calls of an analysed query. The contents of views are not checked. */
    public List<Breach> ofResult(Dataset<Row> analysed, ReadableRelations readable) {
        List<LogicalPlan> nodes = SqlTree.nodes(analysed.queryExecution().analyzed(), View.class::isInstance)
                .toList();
        Stream<Breach> read = nodes.stream()
                .flatMap(node -> Relation.readBy(node).stream())
                .filter(relation -> !readable.allows(relation))
                .map(ClosedWorld::breach);
        Stream<Breach> operators = nodes.stream().flatMap(node -> Operators.breachOf(node).stream());
        Stream<Breach> called = nodes.stream().flatMap(SqlTree::expressionsOf).flatMap(ClosedWorld::resolved);
        return Stream.of(operators, read, called).flatMap(all -> all).distinct().toList();
    }

    private static Breach breach(Relation relation) {
        return relation.kind() == Relation.Kind.FILES
                ? new Breach(Breach.Kind.FILES, relation.name())
                : new Breach(Breach.Kind.RELATION, relation.name());
    }

    /** The relation that an analysis did not find; empty if it failed for another reason. */
    public static Optional<Breach> missing(Throwable failure) {
        return failure instanceof AnalysisException analysis && NO_RELATION.equals(analysis.getCondition())
                ? Optional.ofNullable(analysis.getMessageParameters().get("relationName"))
                        .map(name -> Breach.relation(name.replace("`", "")))
                : Optional.empty();
    }

    private static List<Breach> calledIn(LogicalPlan parsed) {
        return SqlTree.nodes(parsed, node -> false)
                .flatMap(node -> Stream.of(
                                program(node),
                                tableFunction(node),
                                SqlTree.expressionsOf(node).flatMap(ClosedWorld::called))
                        .flatMap(all -> all))
                .distinct()
                .toList();
    }

    private static Stream<Breach> subquery(Expression expression) {
        return SqlTree.subqueryOf(expression).map(plan -> new Breach(Breach.Kind.SUBQUERY, ""));
    }

    private static Stream<Breach> program(LogicalPlan node) {
        return Operators.isProgram(node) ? Operators.breachOf(node).stream() : Stream.empty();
    }

    private static Stream<Breach> tableFunction(LogicalPlan node) {
        return node instanceof UnresolvedTableValuedFunction function
                ? call(SqlTree.java(function.name())).stream()
                : Stream.empty();
    }

    private static Stream<Breach> called(Expression expression) {
        if (expression.getClass().getSimpleName().equals(NAME_TO_BE_COMPUTED)) {
            return Stream.of(new Breach(Breach.Kind.FOREIGN_FUNCTION, "identifier"));
        }
        return expression instanceof UnresolvedFunction function
                ? call(SqlTree.java(function.nameParts())).stream()
                : Stream.empty();
    }

    private static Optional<Breach> call(List<String> nameParts) {
        String name = String.join(".", nameParts);
        Optional<Dependence> known = BuiltInFunctions.dependenceOf(name);
        if (known.isEmpty()) {
            return Optional.of(new Breach(Breach.Kind.FOREIGN_FUNCTION, name));
        }
        return known.filter(Dependence.OUTSIDE::equals).map(outside -> new Breach(Breach.Kind.OUTSIDE_FUNCTION, name));
    }

    private static Stream<Breach> resolved(Expression expression) {
        String type = expression.getClass().getSimpleName();
        if (OUTSIDE.contains(type) || readsFile(expression)) {
            return Stream.of(new Breach(Breach.Kind.OUTSIDE_FUNCTION, expression.prettyName()));
        }
        return FOREIGN.contains(type) || isCodeOfOthers(expression)
                ? Stream.of(new Breach(Breach.Kind.FOREIGN_FUNCTION, expression.prettyName()))
                : Stream.empty();
    }

    private static boolean readsFile(Expression expression) {
        return IntStream.range(0, expression.productArity())
                .mapToObj(expression::productElement)
                .filter(Map.class::isInstance)
                .flatMap(options -> SqlTree.java(((Map<?, ?>) options).keys()).stream())
                .anyMatch(name -> FILE_OPTIONS.contains(name.toString().toLowerCase(Locale.ROOT)));
    }

    private static boolean isCodeOfOthers(Expression expression) {
        String code = expression instanceof StaticInvoke invoked
                ? invoked.staticObject().getName()
                : expression.getClass().getName();
        return expression instanceof StaticInvoke ? !code.startsWith("org.apache.spark.") : !code.startsWith(SPARK);
    }
}
