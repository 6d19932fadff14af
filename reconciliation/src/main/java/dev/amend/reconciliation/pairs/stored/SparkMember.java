package dev.amend.reconciliation.pairs.stored;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A method of Spark's internals.
 *
 * @param owner the name of its class
 * @param parameters the names of its parameters' types
 */
record SparkMember(String owner, String method, List<String> parameters) {
    private static final String ROW = "org.apache.spark.sql.catalyst.InternalRow";
    private static final String TYPE = "org.apache.spark.sql.types.DataType";
    private static final String EXECUTION = "org.apache.spark.sql.execution.";

    /** Every method that this package calls; {@code StoredPairsTest} holds the list against the calls. */
    static final List<SparkMember> CALLED = List.of(
            of(ROW, "isNullAt", "int"),
            of(ROW, "numFields"),
            of(ROW, "getInt", "int"),
            of(ROW, "getLong", "int"),
            of(ROW, "getFloat", "int"),
            of(ROW, "getDouble", "int"),
            of(ROW, "getBinary", "int"),
            of(ROW, "getUTF8String", "int"),
            of(ROW, "getStruct", "int", "int"),
            of(ROW, "getDecimal", "int", "int", "int"),
            of(ROW, "get", "int", TYPE),
            of("org.apache.spark.sql.catalyst.expressions.UnsafeRow", "getBinary", "int"),
            of("org.apache.spark.sql.catalyst.CatalystTypeConverters", "createToScalaConverter", TYPE),
            of(EXECUTION + "QueryExecution", "sparkPlan"),
            of(EXECUTION + "QueryExecution", "executedPlan"),
            of(EXECUTION + "QueryExecution", "toRdd"),
            of(EXECUTION + "adaptive.AdaptiveSparkPlanExec", "executedPlan"),
            of(EXECUTION + "SparkPlan", "toString"),
            of(
                    EXECUTION + "SQLExecution",
                    "withNewExecutionId",
                    EXECUTION + "QueryExecution",
                    "scala.Option",
                    "scala.Function0"));

    static SparkMember of(String owner, String method, String... parameters) {
        return new SparkMember(owner, method, List.of(parameters));
    }

    boolean isThere() {
        return found(owner).stream()
                .flatMap(found -> Stream.of(found.getMethods()))
                .anyMatch(candidate -> candidate.getName().equals(method)
                        && Stream.of(candidate.getParameterTypes())
                                .map(Class::getName)
                                .toList()
                                .equals(parameters));
    }

    private static Optional<Class<?>> found(String name) {
        try {
            return Optional.of(Class.forName(name, false, SparkMember.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }
}
