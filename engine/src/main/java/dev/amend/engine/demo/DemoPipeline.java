package dev.amend.engine.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/**
 * A live pipeline: appends today's events and today's revenue every few seconds, through a catalog handle of its own and without Spark.
 * Every commit that it announces is in the table.
 */
public final class DemoPipeline implements AutoCloseable {

    /** An acknowledged commit: these merchants' rows of this day are in the table. */
    public record Acknowledged(String table, long snapshot, LocalDate day, List<Long> merchants, int rows) {}

    /** All that was acknowledged so far. */
    public record Tally(int commits, long events, long revenueRows) {}

    /**
     * @param interval how long it rests after each append
     * @param acknowledged told of every commit, on the pipeline's own thread
     */
    public static DemoPipeline open(
            EmbeddedWarehouse warehouse, Duration interval, Clock clock, Consumer<Acknowledged> acknowledged) {
        return new DemoPipeline();
    }

    /** Appends on a thread of its own until it is closed. */
    public void start() {}

    /** Appends the rows of the next few merchants to both tables: one commit each. */
    public void append() {}

    public Tally tally() {
        return new Tally(0, 0, 0);
    }

    /** Finishes the append in hand, stops, and rethrows what made the pipeline fail if something did. */
    @Override
    public void close() {}
}
