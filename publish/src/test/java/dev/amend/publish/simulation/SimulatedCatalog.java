package dev.amend.publish.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.regex.Pattern;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/**
 * A catalog with one table: compare and set, and every commit is reported. Time passes when a test says so: the table
 * stores its own time, and shows it to everyone relative to theirs.
 */
final class SimulatedCatalog {
    private static final Pattern TIMES = Pattern.compile("\"(timestamp-ms|last-updated-ms)\":(\\d+)");
    private static final long FIRST_SNAPSHOT_ID = 1000;

    private final SimulatedFiles files;
    private final Queue<Request> late = new ArrayDeque<>();
    private Observer observer = (who, effect, before, after) -> {};
    private TableMetadata stored;
    private long version = 1;
    private Duration elapsed = Duration.ZERO;
    private long lastSnapshotId = FIRST_SNAPSHOT_ID;
    private @Nullable Shown latest;

    /** Is told of every commit right after it was applied. */
    interface Observer {
        void applied(String who, Effect effect, TableMetadata before, TableMetadata after);
    }

    /** A commit as it was sent. */
    private record Request(String who, Effect effect, Shown base, TableMetadata metadata) {}

    /** The table as it was shown at some time. */
    private record Shown(TableMetadata metadata, long version, Duration elapsed) {}

    SimulatedCatalog(SimulatedFiles files, TableMetadata table) {
        this.files = files;
        this.stored = aged(table, Duration.ZERO, version);
    }

    void observe(Observer newObserver) {
        this.observer = newObserver;
    }

    void pass(Duration time) {
        elapsed = elapsed.plus(time);
    }

    TableMetadata now() {
        return show().metadata();
    }

    SimulatedFiles files() {
        return files;
    }

    /** The table for a process; its commits may have an effect. */
    Table table(String who, Effect effect, Traffic traffic) {
        return new BaseTable(new Operations(who, effect, traffic), "db.sales");
    }

    Table quietTable() {
        return table("nobody", Effect.NONE, Traffic.QUIET);
    }

    /** The oldest commit that was answered before it arrived: applied if nothing else was since. */
    boolean deliver() {
        Request request = late.poll();
        if (request == null || request.base().version() != version) {
            return false;
        }
        apply(request);
        return true;
    }

    private Shown show() {
        if (latest == null || latest.version() != version || !latest.elapsed().equals(elapsed)) {
            latest = new Shown(aged(stored, elapsed.negated(), version), version, elapsed);
        }
        return latest;
    }

    private static TableMetadata aged(TableMetadata metadata, Duration by, long version) {
        String json = TIMES.matcher(TableMetadataParser.toJson(metadata))
                .replaceAll(
                        time -> "\"%s\":%d".formatted(time.group(1), Long.parseLong(time.group(2)) + by.toMillis()));
        return TableMetadataParser.fromJson("memory/metadata/%05d.json".formatted(version), json);
    }

    private void send(Request request) {
        if (request.base().version() != version) {
            throw new CommitFailedException(
                    "the table is at version %d, not %d",
                    version, request.base().version());
        }
        apply(request);
    }

    private void apply(Request request) {
        TableMetadata before = now();
        version++;
        stored = aged(request.metadata(), request.base().elapsed(), version);
        observer.applied(request.who(), request.effect(), before, now());
    }

    private final class Operations implements TableOperations {
        private final String who;
        private final Effect effect;
        private final Traffic traffic;
        private Shown shown = show();
        private boolean isStale;
        private boolean isDown;

        Operations(String who, Effect effect, Traffic traffic) {
            this.who = who;
            this.effect = effect;
            this.traffic = traffic;
        }

        @Override
        public TableMetadata current() {
            return isStale ? refresh() : shown.metadata();
        }

        @Override
        public TableMetadata refresh() {
            if (isDown) {
                isDown = false;
                throw new CatalogDown();
            }

            traffic.pause();
            isStale = false;
            shown = show();
            return shown.metadata();
        }

        @Override
        public void commit(TableMetadata base, TableMetadata metadata) {
            if (base == metadata) {
                return;
            }
            if (base != shown.metadata()) {
                throw new CommitFailedException("the base is not the latest that was shown");
            }

            Request request = new Request(who, effect, shown, metadata);
            traffic.pause();
            Answer answer = traffic.answer();
            switch (answer.fate()) {
                case APPLIED -> send(request);
                case LATE -> late.add(request);
                case LOST -> {}
            }
            isStale = true;
            answer.failure().ifPresent(this::fail);
            traffic.pause();
        }

        private void fail(RuntimeException failure) {
            traffic.pause();
            isDown = traffic.refreshFails();
            throw failure;
        }

        @Override
        public FileIO io() {
            return files;
        }

        @Override
        public LocationProvider locationProvider() {
            TableMetadata metadata = shown.metadata();
            return LocationProviders.locationsFor(metadata.location(), metadata.properties());
        }

        @Override
        public String metadataFileLocation(String fileName) {
            return "memory/metadata/" + fileName;
        }

        @Override
        public long newSnapshotId() {
            lastSnapshotId++;
            return lastSnapshotId;
        }
    }
}
