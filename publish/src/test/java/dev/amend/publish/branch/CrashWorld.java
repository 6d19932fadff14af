package dev.amend.publish.branch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.fixture.SharedCatalog;
import dev.amend.publish.fixture.SnapshotFiles;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.util.SnapshotUtil;

/** A table on disk, live traffic on it, and one process after the other that takes a backfill through its life. */
final class CrashWorld {
    /** What a process ends with that was killed by {@code kill -9}. */
    private static final int KILLED = 128 + 9;

    private static final int PATIENCE_SECONDS = 120;

    private final CrashProgram program;
    private final Path folder;
    private final CrashLife life;
    private final Warehouse warehouse;
    private final LiveTraffic traffic;
    private int runs;

    private CrashWorld(CrashProgram program, Path folder, CrashLife life, Warehouse warehouse) {
        this.program = program;
        this.folder = folder;
        this.life = life;
        this.warehouse = warehouse;
        this.traffic = LiveTraffic.start(folder, life);
    }

    static CrashWorld create(CrashProgram program, Path folder, CrashLife life) throws IOException {
        Files.createDirectories(folder);
        Warehouse warehouse = Warehouse.shared(SharedCatalog.JDBC.properties(folder));
        Backfill planned = Backfill.planned(warehouse, 2);
        new CrashJournal(0, planned.plan.baselineSnapshotId(), 0).write(folder);
        return new CrashWorld(program, folder, life, warehouse);
    }

    /** What a life ends with, by which two can be compared. */
    record End(Set<String> inRange, Set<String> refs, long publicationsInMain) {}

    /** How a run went that nobody killed: the points that it reached, and its time since it began to work. */
    record Run(List<String> points, Duration took) {}

    Run undisturbed() throws IOException, InterruptedException {
        Process run = start("nowhere");
        BufferedReader output = run.inputReader(UTF_8);
        assertThat(output.readLine()).isEqualTo(CrashRun.READY);
        long start = System.nanoTime();
        List<String> points = output.lines().toList();
        assertThat(exitCode(run)).as("%s goes on to its end", this).isZero();
        return new Run(points, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Goes on, and dies at a point. */
    void killedAt(String point) throws IOException, InterruptedException {
        Process run = start(point);
        List<String> points = run.inputReader(UTF_8).lines().toList();
        assertThat(exitCode(run)).as("%s killed %s", this, point).isEqualTo(KILLED);
        assertThat(points).last().isEqualTo(point);
    }

    /** Goes on, and dies some time after it began to work; says false if it came to its end before. */
    boolean killedAfter(Duration time) throws IOException, InterruptedException {
        Process run = start("nowhere");
        assertThat(run.inputReader(UTF_8).readLine()).isEqualTo(CrashRun.READY);
        boolean ended = run.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        run.destroyForcibly();
        assertThat(exitCode(run)).as("%s after %s", this, time).isIn(ended ? List.of(0) : List.of(0, KILLED));
        return run.exitValue() == KILLED;
    }

    private Process start(String deadlyPoint) throws IOException {
        runs++;
        return new ProcessBuilder(
                        program.command(List.of(folder.toString(), life.name(), Integer.toString(runs), deadlyPoint)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int exitCode(Process run) throws InterruptedException {
        if (!run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            run.destroyForcibly();
            throw new AssertionError("Process %d does not end".formatted(run.pid()));
        }
        return run.exitValue();
    }

    /** Ends the traffic and checks what must hold whatever was killed. */
    End end() throws Exception {
        traffic.stop();
        try (warehouse) {
            Table table = warehouse.first();
            assertThat(traffic.seen())
                    .as("what readers saw in %s", this)
                    .isNotEmpty()
                    .isSubsetOf(life.worlds());
            assertThat(worldsOfMain(table))
                    .as("what readers of any snapshot of main see in %s", this)
                    .isSubsetOf(life.worlds());
            assertThat(Warehouse.main(table))
                    .as("acknowledged live appends in %s", this)
                    .containsAll(traffic.acknowledged());
            assertThat(SnapshotFiles.missing(table))
                    .as("missing files in %s", this)
                    .isEmpty();
            if (life != CrashLife.SCRATCH) {
                assertThat(leftOver(table)).as("not deleted in %s", this).isEmpty();
            }
            return new End(
                    LiveTraffic.inRange(table), new TreeSet<>(table.refs().keySet()), publicationsInMain(table));
        }
    }

    /** What is inside the range in every ancestor of main, and in everything that main ever was, as far as it is there. */
    private static Set<Set<String>> worldsOfMain(Table table) {
        Stream<Long> ancestors = StreamSupport.stream(
                        SnapshotUtil.currentAncestors(table).spliterator(), false)
                .map(Snapshot::snapshotId);
        Stream<Long> heads = table.history().stream().map(HistoryEntry::snapshotId);
        return Stream.concat(ancestors, heads)
                .distinct()
                .filter(id -> table.snapshot(id) != null)
                .map(id -> LiveTraffic.inRange(table, id))
                .collect(Collectors.toSet());
    }

    /** Manifest lists of snapshots that left the table: of all that a snapshot has they are deleted last. */
    private static Set<String> leftOver(Table table) {
        TableMetadata now = ((HasTableOperations) table).operations().current();
        return now.previousFiles().stream()
                .flatMap(earlier -> TableMetadataParser.read(table.io(), earlier.file()).snapshots().stream())
                .filter(snapshot -> now.snapshot(snapshot.snapshotId()) == null)
                .map(Snapshot::manifestListLocation)
                .filter(list -> Warehouse.exists(table, list))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    int liveAppends() {
        return traffic.acknowledged().size();
    }

    private static long publicationsInMain(Table table) {
        return StreamSupport.stream(SnapshotUtil.currentAncestors(table).spliterator(), false)
                .filter(snapshot -> CommitKind.PUBLISH.marks(snapshot, Backfill.REFS.id()))
                .count();
    }

    @Override
    public String toString() {
        return "%s, run %d".formatted(life, runs);
    }
}
