package dev.amend.engine.demo;

import dev.amend.engine.lakehouse.LocalFilesWithoutForks;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;

/**
 * A live pipeline: appends today's events and today's revenue every few seconds, through its own catalog handle and
 * without Spark. Every commit that it announces is in the table. The next pipeline continues a stopped or killed one;
 * two at a time would write the same merchants twice.
 */
public final class DemoPipeline implements AutoCloseable {
    private static final int MERCHANTS_PER_APPEND = 5;
    private static final Duration REST_BEFORE_RETRY = Duration.ofMillis(200);

    private final Catalog catalog;
    private final LiveTable events;
    private final LiveTable revenue;
    private final LiveDays days;
    private final Set<RevenueKey> eventsWritten;
    private final Duration interval;
    private final Clock clock;
    private final Consumer<Acknowledged> acknowledged;
    private final Thread worker = new Thread(this::appendUntilClosed, "live-pipeline");
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Tally tally = Tally.NOTHING;
    private volatile Failure failure = Failure.NONE;

    private DemoPipeline(
            EmbeddedWarehouse warehouse, Duration interval, Clock clock, Consumer<Acknowledged> acknowledged) {
        this.catalog = CatalogUtil.buildIcebergCatalog(
                EmbeddedWarehouse.CATALOG, warehouse.catalogProperties(), LocalFilesWithoutForks.configuration());
        this.events = new LiveTable(load(catalog, DemoWarehouse.EVENTS), this::restBeforeRetry);
        this.revenue = new LiveTable(load(catalog, DemoWarehouse.REVENUE), this::restBeforeRetry);
        this.days = new LiveDays(events.table(), revenue.table());
        this.eventsWritten = LiveDays.keysSinceToday(events.table());
        this.interval = interval;
        this.clock = clock;
        this.acknowledged = acknowledged;
    }

    /**
     * Opens the catalog and finds where the last pipeline stopped; appends nothing yet.
     *
     * @param interval how long the pipeline rests after each append
     * @param acknowledged is notified of every commit, on the thread that appends
     */
    public static DemoPipeline open(
            EmbeddedWarehouse warehouse, Duration interval, Clock clock, Consumer<Acknowledged> acknowledged) {
        return new DemoPipeline(warehouse, interval, clock, acknowledged);
    }

    /** Appends on a thread of its own until the pipeline is closed or fails. */
    public void start() {
        worker.setDaemon(true);
        worker.start();
    }

    /** Appends the rows of the next few merchants, one commit to each table: events first, revenue after them. */
    public synchronized void append() {
        List<MerchantDay> merchants = days.next(MERCHANTS_PER_APPEND);
        List<MerchantDay> withoutEvents = merchants.stream()
                .filter(merchant -> !eventsWritten.contains(merchant.key()))
                .toList();
        if (!withoutEvents.isEmpty()) {
            List<Record> rows = withoutEvents.stream()
                    .flatMap(merchant -> merchant.events().stream())
                    .toList();
            announce(DemoWarehouse.EVENTS, events.append(rows), withoutEvents, rows.size());
        }

        List<Record> rows = merchants.stream()
                .map(merchant -> merchant.revenue(revenue.table().schema(), clock.instant()))
                .toList();
        announce(DemoWarehouse.REVENUE, revenue.append(rows), merchants, rows.size());
    }

    /** The totals of all acknowledged commits so far. */
    public Tally tally() {
        return tally;
    }

    /** Waits until the pipeline is closed; throws if it failed. */
    public void await() throws InterruptedException {
        worker.join();
        failure.rethrow();
    }

    /** Finishes the current append and stops; throws if the pipeline failed before. */
    @Override
    public void close() {
        closing.countDown();
        try {
            worker.join();
            if (catalog instanceof Closeable closeable) {
                closeable.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        failure.rethrow();
    }

    private void appendUntilClosed() {
        try {
            do {
                append();
            } while (!closedWithin(interval));
        } catch (RuntimeException e) {
            failure = new Failure(List.of(e));
        }
    }

    private synchronized void announce(String table, long snapshot, List<MerchantDay> merchants, int rows) {
        LocalDate day = merchants.get(0).key().day();
        Acknowledged commit = new Acknowledged(
                table,
                snapshot,
                day,
                merchants.stream().map(merchant -> merchant.key().merchant()).toList(),
                rows);
        tally = tally.plus(commit);
        acknowledged.accept(commit);
    }

    private void restBeforeRetry() {
        closedWithin(REST_BEFORE_RETRY);
    }

    private boolean closedWithin(Duration time) {
        try {
            return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Table load(Catalog catalog, String table) {
        return catalog.loadTable(TableIdentifier.parse(table));
    }

    /** An acknowledged commit: these merchants' rows of this day are in the table. */
    public record Acknowledged(String table, long snapshot, LocalDate day, List<Long> merchants, int rows) {

        public Acknowledged {
            merchants = List.copyOf(merchants);
        }
    }

    /** The number of acknowledged commits and rows. */
    public record Tally(int commits, long eventRows, long revenueRows) {
        static final Tally NOTHING = new Tally(0, 0, 0);

        private Tally plus(Acknowledged commit) {
            return commit.table().equals(DemoWarehouse.REVENUE)
                    ? new Tally(commits + 1, eventRows, revenueRows + commit.rows())
                    : new Tally(commits + 1, eventRows + commit.rows(), revenueRows);
        }
    }

    /** The reason why the worker stopped early: one exception, or none. */
    private record Failure(List<RuntimeException> causes) {
        static final Failure NONE = new Failure(List.of());

        void rethrow() {
            causes.forEach(cause -> {
                throw new IllegalStateException("The live pipeline failed: " + cause.getMessage(), cause);
            });
        }
    }
}
