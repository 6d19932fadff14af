package dev.amend.reconciliation.sql;

import dev.amend.reconciliation.query.FaultPlace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.SparkThrowableHelper;
import org.apache.spark.sql.AnalysisException;

/**
 * A query that can't be answered because of its text or of the values that it reads, not because of the cluster or the
 * store.
 *
 * @param reason the reason in Spark's words as far as they may be shown, in one line
 * @param general the reason without the value that Spark met first: the same on every run, so that a digest may include
 *     it
 * @param fragment the expression that failed; empty if Spark does not name it
 * @param statement the statement with that expression; empty if Spark does not name it
 */
public record SqlFault(String reason, String general, String fragment, String statement) {
    /** The classes of SQLSTATE (ISO/IEC 9075-2, 24.1) for such faults; P0 is Spark's own for {@code raise_error}. */
    private static final Set<String> CLASSES = Set.of("0A", "21", "22", "38", "39", "42", "54", "P0");

    private static final String RAISED = "P0";

    private static final String EXPRESSIONS = "org.apache.spark.sql.catalyst.expressions.";

    /** The fault; empty if something else went wrong. */
    public static Optional<SqlFault> of(Throwable thrown, Redaction redaction) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .filter(SqlFault::isOfSql)
                .findFirst()
                .map(fault -> new SqlFault(
                        withoutAdvice(redaction.reason(fault)),
                        withoutAdvice(general(fault, redaction)),
                        FaultPlace.of(fault).fragment(),
                        FaultPlace.of(fault).statement()));
    }

    /** Removes Spark's advice to change a setting that no specification may change. */
    private static String withoutAdvice(String reason) {
        return reason.replaceAll(" If necessary,? set [^.]*\\.[^ ]* to \"false\" to bypass this error\\.", "");
    }

    private static String general(Throwable thrown, Redaction redaction) {
        if (isOfExpression(thrown)) {
            return redaction.withheld(thrown).orElse(thrown.getClass().getSimpleName());
        }
        boolean quotesAValue = thrown instanceof SparkThrowable fault
                && !(thrown instanceof AnalysisException)
                && fault.getCondition() != null
                && fault.getSqlState() != null
                && !fault.getSqlState().startsWith(RAISED)
                && redaction.withheld(thrown).isEmpty();
        return quotesAValue ? withoutValues((SparkThrowable) thrown) : redaction.reason(thrown);
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

    /** Returns whether an expression with this text is to blame. */
    public boolean isAbout(String sql) {
        return !fragment.isEmpty() && sql.contains(fragment);
    }

    /** Returns whether it happened in a statement that contains this text, wherever else the text occurs. */
    public boolean isWithin(String query) {
        return statement.contains(query);
    }

    private static boolean isOfSql(Throwable thrown) {
        return thrown instanceof AnalysisException || hasState(thrown) || isOfExpression(thrown);
    }

    /**
     * Returns whether an expression threw it because of a value, as {@code rlike} does for an invalid pattern. Spark
     * names no SQLSTATE then, but the first of its own classes on the stack is that of the expression.
     */
    private static boolean isOfExpression(Throwable thrown) {
        return thrown instanceof RuntimeException
                && !(thrown instanceof SparkThrowable)
                && Stream.of(thrown.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .filter(name -> name.startsWith("org.apache.") || name.startsWith("dev.amend."))
                        .findFirst()
                        .filter(name -> name.startsWith(EXPRESSIONS))
                        .isPresent();
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
