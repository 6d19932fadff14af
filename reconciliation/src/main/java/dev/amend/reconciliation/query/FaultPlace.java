package dev.amend.reconciliation.query;

import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.trees.SQLQueryContext;

/**
 * The place in SQL to which an exception of Spark refers.
 *
 * @param fragment the part of the statement; empty if it refers to none
 * @param statement the whole statement; empty if it is unknown
 */
public record FaultPlace(String fragment, String statement) {
    private static final FaultPlace NONE = new FaultPlace("", "");

    /** The first place that an exception refers to. */
    public static FaultPlace of(Throwable thrown) {
        return thrown instanceof SparkThrowable fault
                ? Stream.of(fault.getQueryContext())
                        .filter(SQLQueryContext.class::isInstance)
                        .map(SQLQueryContext.class::cast)
                        .findFirst()
                        .map(context -> new FaultPlace(
                                context.fragment(), context.sqlText().getOrElse(() -> "")))
                        .orElse(NONE)
                : NONE;
    }
}
