package dev.amend.engine.lakehouse;

import java.util.Map;

/**
 * Java does not compile methods of more than 8,000 bytes but interprets them, and Spark makes one method of a comparison of
 * many columns. The distribution lets Java compile them. A cluster's executors are started by others: unless they were told
 * the same, Spark cuts such a query into shorter methods.
 */
final class LongMethods {
    private static final String LIMIT = "spark.sql.codegen.hugeMethodLimit";
    private static final String EXECUTORS = "spark.executor.extraJavaOptions";
    private static final String COMPILED = "-XX:-DontCompileHugeMethods";

    /** HotSpot's {@code HugeMethodLimit}, in bytes. */
    private static final String LONGEST_COMPILED = "8000";

    private LongMethods() {}

    /** What to set besides what was submitted. */
    static Map<String, String> settings(Map<String, String> submitted) {
        boolean provided = submitted.containsKey(LIMIT)
                || submitted.getOrDefault(EXECUTORS, "").contains(COMPILED);
        return provided ? Map.of() : Map.of(LIMIT, LONGEST_COMPILED);
    }
}
