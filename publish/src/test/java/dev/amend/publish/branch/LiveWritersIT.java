package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Warehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No mixed world and no lost write, while a live pipeline appends and a reader reads all the time. */
final class LiveWritersIT {
    private static final int APPENDS = 30;
    private static final Set<String> OLD =
            Backfill.DAYS.stream().map(day -> "old-" + day).collect(Collectors.toCollection(TreeSet::new));
    private static final Set<String> NEW =
            Backfill.DAYS.stream().map(day -> "new-" + day).collect(Collectors.toCollection(TreeSet::new));

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicBoolean reading = new AtomicBoolean(true);
    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final Set<Set<String>> seen = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, 2", "MEMORY, 3", "JDBC, 2", "JDBC, 3"})
    void everyReaderSeesAllOldOrAllNewAndEveryLiveRowStays(String catalog, int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse(catalog), format);
        CountDownLatch started = new CountDownLatch(3);
        Future<?> writer = threads.submit(appending(backfill, started));
        Future<?> reader = threads.submit(reading(backfill));
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();

        Published published = backfill.publish();
        await("a reader to see the publication").until(() -> seen.contains(NEW));
        backfill.rollBack(published);
        writer.get(60, TimeUnit.SECONDS);
        reading.set(false);
        reader.get(60, TimeUnit.SECONDS);

        Set<String> main = Warehouse.main(backfill.warehouse.reload(backfill.table));
        assertThat(acknowledged).hasSize(APPENDS);
        assertThat(main).containsAll(acknowledged).hasSize(APPENDS + 5);
        assertThat(seen).contains(OLD, NEW).isSubsetOf(List.of(OLD, NEW, Set.of("copies")));
    }

    private Warehouse warehouse(String catalog) {
        return catalog.equals("JDBC") ? Warehouse.jdbc(folder) : Warehouse.inMemory();
    }

    private Callable<?> appending(Backfill backfill, CountDownLatch started) {
        return () -> {
            for (int i = 0; i < APPENDS; i++) {
                String name = "live-%d-%s".formatted(i, Backfill.DAY_AFTER);
                backfill.append(name);
                acknowledged.add(name);
                started.countDown();
            }
            return null;
        };
    }

    private Callable<?> reading(Backfill backfill) {
        return () -> {
            while (reading.get()) {
                Table table = backfill.warehouse.reload(backfill.table);
                seen.add(inRange(Warehouse.at(table, table.currentSnapshot().snapshotId())));
            }
            return null;
        };
    }

    private static Set<String> inRange(Set<String> names) {
        Set<String> inRange = names.stream()
                .filter(name -> !name.endsWith(Backfill.DAY_AFTER))
                .collect(Collectors.toCollection(TreeSet::new));
        boolean copies = inRange.size() == 4 && inRange.stream().allMatch(name -> name.startsWith("amend-rollback"));
        return copies ? Set.of("copies") : inRange;
    }
}
