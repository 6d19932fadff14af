package dev.amend.engine.prove;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Other conditions for the same work in Spark: other numbers of tasks, and adaptive execution turned off, or on if it
 * was off. They reveal a result that depends on the order of rows.
 */
record OtherConditions(int sourceTasks, Map<String, String> settings) {
    private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";
    private static final String ADAPTIVE = "spark.sql.adaptive.enabled";

    /** No divisors of the usual numbers of tasks, so that rows do not meet in the same groups again. */
    private static final int SOURCE_TASKS = 7;

    private static final int MORE_SHUFFLE_PARTITIONS = 3;

    OtherConditions {
        settings = Map.copyOf(settings);
    }

    /** Returns conditions that differ from those of a session. */
    static OtherConditions than(SparkSession session) {
        int partitions = Integer.parseInt(session.conf().get(SHUFFLE_PARTITIONS));
        boolean adaptive = Boolean.parseBoolean(session.conf().get(ADAPTIVE));
        return new OtherConditions(
                SOURCE_TASKS,
                Map.of(
                        SHUFFLE_PARTITIONS, Integer.toString(partitions + MORE_SHUFFLE_PARTITIONS),
                        ADAPTIVE, Boolean.toString(!adaptive)));
    }

    /**
     * Changes the session's settings.
     *
     * @return restores the previous settings
     */
    Runnable apply(SparkSession session) {
        Map<String, Optional<String>> before = new HashMap<>();
        settings.forEach((key, value) -> {
            before.put(key, Optional.ofNullable(session.conf().get(key, null)));
            session.conf().set(key, value);
        });
        return () -> before.forEach((key, value) -> value.ifPresentOrElse(
                old -> session.conf().set(key, old), () -> session.conf().unset(key)));
    }
}
