package dev.amend.reconciliation.sql;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/**
 * The way in which Spark runs a job. With little data, planning, distribution and shuffling take far longer than the
 * work, so one task does everything, and the plan is made once.
 */
public enum JobScale {
    /** One task, in one stage. */
    ONE_TASK("/*+ coalesce(1) */ "),
    /** The session's configuration. */
    DISTRIBUTED("");

    /** The amount that one task processes faster than it could be distributed, in compressed bytes read. */
    private static final long ONE_TASK_BYTES = 16L << 20;

    private static final String ADAPTIVE = "spark.sql.adaptive.enabled";

    private final String hint;

    JobScale(String hint) {
        this.hint = hint;
    }

    /** @param bytes the approximate amount that is read, compressed as in the files */
    public static JobScale of(long bytes) {
        return bytes <= ONE_TASK_BYTES ? ONE_TASK : DISTRIBUTED;
    }

    /** The hint to put after {@code select}, where a table is read. */
    public String hint() {
        return hint;
    }

    /** The rows to read, in as many tasks as the scale allows. */
    public <T> Dataset<T> scan(Dataset<T> rows) {
        return this == ONE_TASK ? rows.coalesce(1) : rows;
    }

    /** Works like {@link #run(SparkSession, Supplier)}, for a job without a result. */
    public void run(SparkSession session, Runnable job) {
        run(session, () -> {
            job.run();
            return this;
        });
    }

    /**
     * Runs a job on this scale.
     *
     * @param session a session that no other thread uses; its settings are restored afterwards
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
