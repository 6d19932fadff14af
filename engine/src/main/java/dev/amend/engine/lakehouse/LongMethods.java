package dev.amend.engine.lakehouse;

import java.util.Map;

/**
 * Java interprets methods of more than 8,000 bytes instead of compiling them, and Spark generates one method for a
 * comparison of many columns. The distribution makes Java compile them. Others start a cluster's executors: unless
 * those have the same option, Spark splits such a query into shorter methods.
 */
final class LongMethods {
    private static final String LIMIT = "spark.sql.codegen.hugeMethodLimit";
    private static final String EXECUTORS = "spark.executor.extraJavaOptions";
    private static final String COMPILED = "-XX:-DontCompileHugeMethods";

    /** HotSpot's {@code HugeMethodLimit}, in bytes. */
    private static final String LONGEST_COMPILED = "8000";

    private LongMethods() {}

    /** The settings to add to the submitted ones. */
    static Map<String, String> settings(Map<String, String> submitted) {
        boolean provided = submitted.containsKey(LIMIT)
                || submitted.getOrDefault(EXECUTORS, "").contains(COMPILED);
        return provided ? Map.of() : Map.of(LIMIT, LONGEST_COMPILED);
    }
}
