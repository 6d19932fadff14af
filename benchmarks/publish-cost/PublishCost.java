import dev.amend.publish.shadow.BackfillRefs;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.Publication;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.publish.shadow.ReconciledBatch;
import dev.amend.publish.rollback.Rollback;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.rollback.RollbackResult.RolledBack;
import dev.amend.publish.branch.RowAccess;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowBranch;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.range.TableRange;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * What commits cost on a table of many files: batch commits over a whole backfill, a publication, and a rollback. The files
 * are empty and their statistics made up; all that reads metadata finds them in full. Each phase is a process of its own, so
 * that each can have another heap.
 */
final class PublishCost {
    private static final LocalDate FIRST_DAY = LocalDate.parse("2024-12-01");
    private static final int DAYS_PER_BATCH = 7;
    private static final TableIdentifier NAME = TableIdentifier.of("finance", "daily");
    /** Nobody compacts here. */
    private static final RowAccess NO_ROWS = new RowAccess() {
        @Override
        public boolean isSame(TableRange range, long snapshotId, long otherSnapshotId) {
            return false;
        }

        @Override
        public void rewrite(Table table, String branch, TableRange partitions) {
            throw new UnsupportedOperationException("Nothing has deletes here");
        }
    };

    private final Path folder;
    private final int days;
    private final int filesPerDay;
    private final int columns;
    private final JdbcCatalog catalog;
    private final Table table;
    private final Random random = new Random(1);

    private PublishCost(Path folder, int days, int filesPerDay, int columns) {
        this.folder = folder;
        this.days = days;
        this.filesPerDay = filesPerDay;
        this.columns = columns;
        this.catalog = catalog(folder);
        this.table = catalog.tableExists(NAME) ? catalog.loadTable(NAME) : newTable();
    }

    /** @param arguments folder, days, files a day, columns, phase */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        PublishCost cost = new PublishCost(
                folder, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        switch (arguments[4]) {
            case "setup" -> cost.setUp();
            case "quiet" -> cost.publish();
            case "live" -> {
                cost.appendOld(cost.days + 10, cost.days + 11);
                cost.publish();
            }
            case "busy" -> cost.publishBesideAWriter();
            case "rollback" -> cost.rollBack();
            default -> throw new IllegalArgumentException("No such phase: " + arguments[4]);
        }
    }

    private static JdbcCatalog catalog(Path folder) {
        JdbcCatalog catalog = new JdbcCatalog();
        catalog.setConf(new Configuration());
        catalog.initialize(
                "lake",
                Map.of(
                        CatalogProperties.URI, "jdbc:sqlite:" + folder.resolve("catalog.db"),
                        CatalogProperties.WAREHOUSE_LOCATION, "file:" + folder));
        return catalog;
    }

    private Table newTable() {
        catalog.createNamespace(NAME.namespace());
        List<Types.NestedField> fields = new ArrayList<>();
        fields.add(Types.NestedField.required(1, "day", Types.DateType.get()));
        for (int column = 2; column <= columns; column++) {
            fields.add(Types.NestedField.optional(column, "amount_" + column, Types.LongType.get()));
        }
        Schema schema = new Schema(fields);
        PartitionSpec spec = PartitionSpec.builderFor(schema).identity("day").build();
        return catalog.createTable(
                NAME,
                schema,
                spec,
                Map.of("format-version", "2", "write.metadata.metrics.max-inferred-column-defaults", "1000"));
    }

    private void setUp() throws Exception {
        for (int first = 0; first < days; first += DAYS_PER_BATCH) {
            appendOld(first, Math.min(first + DAYS_PER_BATCH, days));
        }
        appendOld(days, days + 10);
        System.out.printf("%d files of %d columns in %d days of the range%n", days * filesPerDay, columns, days);

        ShadowPlan plan = plan();
        Shadow shadow = shadow(plan);
        timed("prepare (clears the range)", () -> {
            shadow.prepare();
            return null;
        });
        // Beforehand, as Spark's executors write them: a file system that is busy with new files makes commits wait
        for (Batch batch : batches()) {
            for (String day : batch.range().partitions()) {
                create("new", LocalDate.parse(day));
            }
        }
        buildBatches(plan, shadow);
    }

    private Shadow shadow(ShadowPlan plan) {
        return new ShadowBranch(table, plan, Clock.systemUTC(), PublishListener.NONE);
    }

    private void publish() throws Exception {
        PublicationRequest request = request(shadow(plan()));
        Published published = timed(
                "publication", () -> publication().publish(request, Consent.NOT_NEEDED).fold(done -> done, drifted -> {
                    throw new IllegalStateException("Drifted: " + drifted);
                }));
        System.out.println("  " + published);
        timed("publish again (finds that it is done)", () -> publication().publish(request, Consent.NOT_NEEDED));
        liveCommits(published.snapshotId());
    }

    /** A live pipeline of another process's kind: it has a table of its own, and commits every second. */
    private void publishBesideAWriter() throws Exception {
        Table live = catalog(folder).loadTable(NAME);
        AtomicInteger commits = new AtomicInteger();
        ScheduledExecutorService every = Executors.newSingleThreadScheduledExecutor();
        every.scheduleAtFixedRate(
                () -> {
                    AppendFiles append = live.newFastAppend();
                    String day = FIRST_DAY.plusDays(days + 20).toString();
                    append.appendFile(file("busy-" + commits.get(), day, metrics(1)))
                            .commit();
                    commits.incrementAndGet();
                },
                0,
                1,
                TimeUnit.SECONDS);
        publish();
        every.shutdown();
        every.awaitTermination(1, TimeUnit.MINUTES);
        table.refresh();
        long seen = StreamSupport.stream(SnapshotUtil.currentAncestors(table).spliterator(), false)
                .filter(snapshot -> "1".equals(snapshot.summary().get("added-data-files")))
                .count();
        System.out.printf("%d live commits meanwhile, %d of them are in main%n", commits.get(), seen);
    }

    private void rollBack() throws Exception {
        ShadowPlan plan = request(shadow(plan())).shadow();
        long published = table.snapshot("amend_publish_cost_published").snapshotId();
        String kind = table.currentSnapshot().snapshotId() == published ? "reference" : "copies";
        RolledBack rolledBack = timed("rollback by " + kind, () -> new Rollback(
                        table, NO_ROWS, Clock.systemUTC(), PublishListener.NONE)
                .rollBack(new RollbackRequest(plan, published, LaterWrites.KEEP, "benchmark"), Consent.NOT_NEEDED)
                .fold(done -> done, drifted -> {
                    throw new IllegalStateException("Drifted: " + drifted);
                }));
        System.out.println("  " + rolledBack);
    }

    private Publication publication() {
        return new Publication(table, NO_ROWS, Clock.systemUTC(), new StepTimes());
    }

    private ShadowPlan plan() {
        table.refresh();
        TableRange range = TableRange.of("day", batch(0, days));
        return new ShadowPlan(
                new BackfillRefs(new BackfillId("publish-cost"), "before"),
                TableContract.of(table),
                table.currentSnapshot().snapshotId(),
                range,
                1,
                "digest",
                "benchmark",
                Duration.ofDays(30));
    }

    private List<DataFile> newFiles(Batch batch) {
        List<DataFile> files = new ArrayList<>();
        for (String day : batch.range().partitions()) {
            files.addAll(files("new", LocalDate.parse(day)));
        }
        return files;
    }

    private void buildBatches(ShadowPlan plan, Shadow shadow) throws Exception {
        List<Double> commits = new ArrayList<>();
        int merging = 0;
        List<Double> checks = new ArrayList<>();
        for (Batch batch : batches()) {
            List<DataFile> files = newFiles(batch);
            long start = System.nanoTime();
            shadow.write(target -> overwrite(target, plan, batch, files, shadow.head()).commit());
            long written = System.nanoTime();
            Map<String, CommittedBatch> committed = shadow.committedBatches();
            shadow.verifyBatch(batch, Optional.ofNullable(committed.get(batch.id())).orElseThrow());
            commits.add((written - start) / 1e9);
            merging += merged(plan) ? 1 : 0;
            checks.add((System.nanoTime() - written) / 1e9);
        }
        print("%d batch commits".formatted(commits.size()), commits);
        System.out.printf("in %d of them Iceberg merged manifests%n", merging);
        print("their checks", checks);
    }

    private static OverwriteFiles overwrite(
            Table target, ShadowPlan plan, Batch batch, List<DataFile> files, long head) {
        OverwriteFiles overwrite = target.newOverwrite()
                .overwriteByRowFilter(TableRange.of("day", batch).expression(target.schema()))
                .validateFromSnapshot(head)
                .validateNoConflictingData()
                .validateNoConflictingDeletes()
                .toBranch(plan.refs().branch());
        files.forEach(overwrite::addFile);
        plan.batchProperties(batch, 1, "pins").forEach(overwrite::set);
        return overwrite;
    }

    /** What others' next commits take that merge manifests: on a branch, so that main stays as it was published. */
    private void liveCommits(long published) throws Exception {
        table.manageSnapshots().createBranch("live", published).commit();
        for (int day = days + 11; day < days + 14; day++) {
            List<DataFile> files = files("live", FIRST_DAY.plusDays(day));
            timed("live commit after it", () -> {
                AppendFiles append = table.newAppend().toBranch("live");
                files.forEach(append::appendFile);
                append.commit();
                return null;
            });
        }
    }

    /** Whether the latest commit of the branch put manifests of earlier ones into a new one. */
    private boolean merged(ShadowPlan plan) {
        String replaced = table.snapshot(plan.refs().branch()).summary().getOrDefault("manifests-replaced", "0");
        return Integer.parseInt(replaced) > 0;
    }

    private static void print(String what, List<Double> seconds) {
        double first = mean(seconds.subList(0, 10));
        double last = mean(seconds.subList(seconds.size() - 10, seconds.size()));
        System.out.printf(
                "%s: %.2f s in all, first ten %.3f s each, last ten %.3f s each: %.2f times%n",
                what, seconds.stream().mapToDouble(each -> each).sum(), first, last, last / first);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }

    private PublicationRequest request(Shadow shadow) {
        Map<String, CommittedBatch> committed = shadow.committedBatches();
        List<ReconciledBatch> reconciled = batches().stream()
                .map(batch -> new ReconciledBatch(batch, committed.get(batch.id()).snapshotId()))
                .toList();
        return new PublicationRequest(plan(shadow), reconciled, "report", "controller");
    }

    /** The plan of the baseline that the shadow's tag has. */
    private ShadowPlan plan(Shadow shadow) {
        shadow.head();
        long baseline = table.refs().get("before").snapshotId();
        ShadowPlan now = plan();
        return new ShadowPlan(
                now.refs(),
                now.contract(),
                baseline,
                now.range(),
                now.epoch(),
                now.specDigest(),
                now.codeVersion(),
                now.keepFor());
    }

    private List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        for (int first = 0; first < days; first += DAYS_PER_BATCH) {
            batches.add(batch(first, Math.min(first + DAYS_PER_BATCH, days)));
        }
        return batches;
    }

    private static Batch batch(int from, int to) {
        long epoch = FIRST_DAY.toEpochDay();
        return new Batch(new PartitionRange(PartitionUnit.DAY, epoch + from, epoch + to));
    }

    private void appendOld(int from, int to) throws IOException {
        AppendFiles append = table.newFastAppend();
        for (int day = from; day < to; day++) {
            create("old", FIRST_DAY.plusDays(day));
            files("old", FIRST_DAY.plusDays(day)).forEach(append::appendFile);
        }
        append.commit();
    }

    private void create(String prefix, LocalDate day) throws IOException {
        Files.createDirectories(folder.resolve("data/day=" + day));
        for (int i = 0; i < filesPerDay; i++) {
            Files.createFile(path(prefix, day, i));
        }
    }

    private Path path(String prefix, LocalDate day, int number) {
        return folder.resolve("data/day=%s/%s-%05d.parquet".formatted(day, prefix, number));
    }

    private List<DataFile> files(String prefix, LocalDate day) {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < filesPerDay; i++) {
            files.add(file(path(prefix, day, i).toString(), day.toString(), metrics((int) day.toEpochDay())));
        }
        return files;
    }

    private DataFile file(String path, String day, Metrics metrics) {
        return DataFiles.builder(table.spec())
                .withPath("file:" + path)
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(1000)
                .withPartitionPath("day=" + day)
                .withMetrics(metrics)
                .build();
    }

    private Metrics metrics(int day) {
        Map<Integer, Long> sizes = new HashMap<>();
        Map<Integer, Long> values = new HashMap<>();
        Map<Integer, Long> nulls = new HashMap<>();
        Map<Integer, ByteBuffer> lower = new HashMap<>();
        Map<Integer, ByteBuffer> upper = new HashMap<>();
        for (int column = 1; column <= columns; column++) {
            sizes.put(column, (long) random.nextInt(1 << 20));
            values.put(column, 100L);
            nulls.put(column, 0L);
            long value = random.nextLong() >>> 1;
            lower.put(column, bound(column, day, value));
            upper.put(column, bound(column, day, value + 1000));
        }
        return new Metrics(100L, sizes, values, nulls, null, lower, upper);
    }

    private static ByteBuffer bound(int column, int day, long value) {
        return column == 1
                ? Conversions.toByteBuffer(Types.DateType.get(), day)
                : Conversions.toByteBuffer(Types.LongType.get(), value);
    }

    private interface Work<T> {
        T done() throws Exception;
    }

    /** Wall time says little on a machine that others use too: beside it stands what processors worked. */
    private static <T> T timed(String what, Work<T> work) throws Exception {
        long start = System.nanoTime();
        long worked = processorTime();
        T result = work.done();
        System.out.printf(
                "%s: %.2f s, processors %.2f s%n",
                what, (System.nanoTime() - start) / 1e9, (processorTime() - worked) / 1e9);
        return result;
    }

    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static final class StepTimes implements PublishListener {
        private long start;

        @Override
        public void before(PublishStep step) {
            start = System.nanoTime();
        }

        @Override
        public void after(PublishStep step) {
            System.out.printf("  %s: %.2f s%n", step, (System.nanoTime() - start) / 1e9);
        }
    }
}
