package dev.amend.reconciliation;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/**
 * How Spark goes about a job. With little data, planning it, handing it out and shuffling takes far longer than the work:
 * then one task does everything, and the plan is made once.
 */
public enum JobScale {
    /** One task, in one stage. */
    ONE_TASK("/*+ coalesce(1) */ "),
    /** As the session is configured. */
    DISTRIBUTED("");

    /** What one task does in less time than it takes to spread the work: compressed bytes that are read. */
    private static final long ONE_TASK_BYTES = 16L << 20;

    private static final String ADAPTIVE = "spark.sql.adaptive.enabled";

    private final String hint;

    JobScale(String hint) {
        this.hint = hint;
    }

    /** @param bytes about how much is read, compressed as it is in the files */
    public static JobScale of(long bytes) {
        return bytes <= ONE_TASK_BYTES ? ONE_TASK : DISTRIBUTED;
    }

    /** Stands after {@code select}, where a table is read. */
    String hint() {
        return hint;
    }

    /** Rows that are read, in as many tasks as the scale allows. */
    public <T> Dataset<T> scan(Dataset<T> rows) {
        return this == ONE_TASK ? rows.coalesce(1) : rows;
    }

    /** As {@link #run(SparkSession, Supplier)}, for a job without an answer. */
    public void run(SparkSession session, Runnable job) {
        run(session, () -> {
            job.run();
            return this;
        });
    }

    /**
     * Runs a job on this scale.
     *
     * @param session one that no other thread uses; it is afterwards as it was before
     */
    public <T> T run(SparkSession session, Supplier<T> job) {
        if (this == DISTRIBUTED) {
            return job.get();
        }

        Optional<String> before = Optional.ofNullable(session.conf().get(ADAPTIVE, null));
        session.conf().set(ADAPTIVE, "false");
        try {
            return job.get();
        } finally {
            before.ifPresentOrElse(
                    value -> session.conf().set(ADAPTIVE, value),
                    () -> session.conf().unset(ADAPTIVE));
        }
    }
}
