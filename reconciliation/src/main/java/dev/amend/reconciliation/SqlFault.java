package dev.amend.reconciliation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.SparkThrowableHelper;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.trees.SQLQueryContext;

/**
 * That a query can't be answered, because of what it says or of the values that it meets; not because of the cluster or
 * the store.
 *
 * @param reason in Spark's words as far as they may be shown, in one line
 * @param general the same without the value that Spark met first: alike on every run, so that a digest may hold it
 * @param fragment the expression that it met, as far as Spark tells; empty if not
 * @param statement in which that expression stands; empty if Spark does not tell
 */
record SqlFault(String reason, String general, String fragment, String statement) {
    /** Classes of SQLSTATE (ISO/IEC 9075-2, 24.1) that say so; P0 is Spark's own for {@code raise_error}. */
    private static final Set<String> CLASSES = Set.of("0A", "21", "22", "38", "39", "42", "54", "P0");

    private static final String RAISED = "P0";

    /** Empty where something else went wrong. */
    static Optional<SqlFault> of(Throwable thrown, Discretion discretion) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .filter(SqlFault::isOfSql)
                .findFirst()
                .map(fault -> new SqlFault(
                        discretion.reason(fault),
                        general(fault, discretion),
                        told(fault, SQLQueryContext::fragment),
                        told(fault, context -> context.sqlText().getOrElse(() -> ""))));
    }

    private static String general(Throwable thrown, Discretion discretion) {
        boolean quotesAValue = thrown instanceof SparkThrowable fault
                && !(thrown instanceof AnalysisException)
                && fault.getCondition() != null
                && fault.getSqlState() != null
                && !fault.getSqlState().startsWith(RAISED)
                && discretion.withheld(thrown).isEmpty();
        return quotesAValue ? withoutValues((SparkThrowable) thrown) : discretion.reason(thrown);
    }

    /** Names of columns, types and settings, and texts of expressions, are in double quotes or backticks; values are not. */
    private static String withoutValues(SparkThrowable fault) {
        Map<String, String> parameters = new HashMap<>(fault.getMessageParameters());
        parameters.replaceAll(
                (name, value) -> value.startsWith("\"") || value.startsWith("`") ? value : "<%s>".formatted(name));
        return SparkThrowableHelper.getMessage(fault.getCondition(), parameters)
                .lines()
                .findFirst()
                .orElse(fault.getCondition());
    }

    private static String told(Throwable thrown, Function<SQLQueryContext, String> what) {
        return thrown instanceof SparkThrowable fault
                ? Stream.of(fault.getQueryContext())
                        .filter(SQLQueryContext.class::isInstance)
                        .map(SQLQueryContext.class::cast)
                        .map(what)
                        .findFirst()
                        .orElse("")
                : "";
    }

    /** Whether an expression of this text is to blame. */
    boolean isAbout(String sql) {
        return !fragment.isEmpty() && sql.contains(fragment);
    }

    /** Whether it happened in a statement that holds this text, whatever else says the same. */
    boolean isWithin(String query) {
        return statement.contains(query);
    }

    private static boolean isOfSql(Throwable thrown) {
        return thrown instanceof AnalysisException || hasState(thrown);
    }

    private static boolean hasState(Throwable thrown) {
        return thrown instanceof SparkThrowable fault
                && fault.getSqlState() != null
                && CLASSES.contains(fault.getSqlState().substring(0, 2));
    }

    @Override
    public String toString() {
        return "the query can't be answered: " + general;
    }
}
