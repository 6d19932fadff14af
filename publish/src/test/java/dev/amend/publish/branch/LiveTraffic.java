package dev.amend.publish.branch;

import dev.amend.publish.fixture.Warehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;

/** A pipeline that appends outside of the range, and a reader that never stops, beside runs that are killed. */
final class LiveTraffic {
    private static final int MILLIS_BETWEEN_APPENDS = 50;
    private static final int MILLIS_BETWEEN_READS = 5;
    private static final int PATIENCE_SECONDS = 60;

    private final Path folder;
    private final CrashLife life;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Set<String>> seen = ConcurrentHashMap.newKeySet();
    private final List<Future<?>> actors = new ArrayList<>();

    private LiveTraffic(Path folder, CrashLife life) {
        this.folder = folder;
        this.life = life;
    }

    static LiveTraffic start(Path folder, CrashLife life) {
        LiveTraffic traffic = new LiveTraffic(folder, life);
        traffic.actors.add(traffic.threads.submit(traffic.writer()));
        traffic.actors.add(traffic.threads.submit(traffic.reader()));
        return traffic;
    }

    private Callable<?> writer() {
        return () -> {
            try (Warehouse warehouse = Warehouse.reopened(folder)) {
                Backfill backfill = Backfill.onto(warehouse, warehouse.first());
                for (int i = 0; going.get(); i++) {
                    appendUnlessQuiet(backfill, "live-%d-%s".formatted(i, Backfill.DAY_AFTER));
                    TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_APPENDS);
                }
            }
            return null;
        };
    }

    private void appendUnlessQuiet(Backfill backfill, String name) throws IOException {
        if (!life.isQuiet(CrashJournal.read(folder).stagesDone())) {
            backfill.append(name);
            acknowledged.add(name);
        }
    }

    private Callable<?> reader() {
        return () -> {
            try (Warehouse warehouse = Warehouse.reopened(folder)) {
                Table table = warehouse.first();
                while (going.get()) {
                    table.refresh();
                    seen.add(inRange(table));
                    TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_READS);
                }
            }
            return null;
        };
    }

    /** Ends both; whatever went wrong with one of them is thrown. */
    void stop() throws InterruptedException, ExecutionException, TimeoutException {
        going.set(false);
        threads.shutdown();
        for (Future<?> actor : actors) {
            actor.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Live files whose commit was answered. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** What the reader found inside the range, all times together. */
    Set<Set<String>> seen() {
        return Set.copyOf(seen);
    }

    /** The names of main's files inside the range; a rollback's copies by their day. */
    static Set<String> inRange(Table table) {
        return inRange(table, table.currentSnapshot().snapshotId());
    }

    /** The same of the files of any snapshot. */
    static Set<String> inRange(Table table, long snapshotId) {
        return Warehouse.filesOf(table, Backfill.RANGE, snapshotId).stream()
                .map(file -> name(file.location(), file.partition().get(0, Integer.class)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(String path, int day) {
        String file = path.substring(path.lastIndexOf('/') + 1).replace(".parquet", "");
        return file.startsWith("amend-rollback-") ? "copy-" + LocalDate.ofEpochDay(day) : file;
    }
}
