package dev.amend.reconciliation;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/**
 * That a query can't be answered, because of what it says or of the values that it meets; not because of the cluster or
 * the store.
 *
 * @param reason in Spark's words as far as they may be shown, in one line
 * @param fragment the expression that it met, as far as Spark tells; empty if not
 */
record SqlFault(String reason, String fragment) {
    /** Classes of SQLSTATE (ISO/IEC 9075-2, 24.1) that say so; P0 is Spark's own for {@code raise_error}. */
    private static final Set<String> CLASSES = Set.of("0A", "21", "22", "38", "39", "42", "54", "P0");

    /** Empty where something else went wrong. */
    static Optional<SqlFault> of(Throwable thrown, Discretion discretion) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .filter(SqlFault::isOfSql)
                .findFirst()
                .map(fault -> new SqlFault(discretion.reason(fault), fragment(fault)));
    }

    private static String fragment(Throwable thrown) {
        return thrown instanceof SparkThrowable fault
                ? Stream.of(fault.getQueryContext())
                        .filter(context -> context.contextType() == QueryContextType.SQL)
                        .map(QueryContext::fragment)
                        .findFirst()
                        .orElse("")
                : "";
    }

    /** Whether an expression of this text is to blame. */
    boolean isAbout(String sql) {
        return !fragment.isEmpty() && sql.contains(fragment);
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
        return "the query can't be answered: " + reason;
    }
}
