package dev.amend.engine.run;

import dev.amend.engine.lakehouse.Lakehouse;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.sql.SparkSession;

/** Separate Spark sessions for the batches in flight; a finished batch's session is reused. */
final class Sessions {
    private final Lakehouse lakehouse;
    private final Map<String, String> settings;
    private final ConcurrentLinkedQueue<SparkSession> idle = new ConcurrentLinkedQueue<>();

    Sessions(Lakehouse lakehouse, Map<String, String> settings) {
        this.lakehouse = lakehouse;
        this.settings = Map.copyOf(settings);
    }

    SparkSession take() {
        SparkSession session = idle.poll();
        return session == null ? lakehouse.newSession(settings) : session;
    }

    void giveBack(SparkSession session) {
        idle.add(session);
    }
}
