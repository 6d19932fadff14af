package dev.amend.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.amend.engine.demo.DemoCalendar;
import dev.amend.engine.demo.DemoWarehouse;
import dev.amend.engine.demo.EmbeddedWarehouse;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;

/** The demo's target as any consumer finds it: through the catalog, by Iceberg's own reader, without Spark. */
final class RevenueTable implements AutoCloseable {
    private static final List<String> VOLATILE = List.of("recalculated_at", "backfill_id");
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private final Catalog catalog;

    private RevenueTable(Catalog catalog) {
        this.catalog = catalog;
    }

    static RevenueTable in(Path demo) {
        EmbeddedWarehouse warehouse = new EmbeddedWarehouse(demo);
        return new RevenueTable(CatalogUtil.buildIcebergCatalog(
                EmbeddedWarehouse.CATALOG, warehouse.catalogProperties(), new Configuration()));
    }

    /** The table as it is at this moment. */
    Table table() {
        return catalog.loadTable(TableIdentifier.parse(DemoWarehouse.REVENUE));
    }

    /** What a consumer reads at this moment. */
    Figures read() {
        Table table = table();
        Snapshot current = table.currentSnapshot();
        return current == null ? Figures.NONE : read(table, current.snapshotId());
    }

    /** What a branch or a tag shows. */
    Figures read(String ref) {
        Table table = table();
        return read(table, table.snapshot(ref).snapshotId());
    }

    /**
     * What every snapshot shows that main ever was since a tag, or that is an ancestor of it since then. Snapshots that have
     * the same files inside of the range are read once.
     */
    Set<String> worldsSince(String tag) {
        Table table = table();
        long start = table.snapshot(tag).snapshotId();
        Set<Long> snapshots = new LinkedHashSet<>();
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            snapshots.add(snapshot.snapshotId());
            if (snapshot.snapshotId() == start) {
                break;
            }
        }
        long since = table.snapshot(start).timestampMillis();
        table.history().stream()
                .filter(entry -> entry.timestampMillis() >= since)
                .forEach(entry -> snapshots.add(entry.snapshotId()));

        Map<Set<String>, Long> distinct = new HashMap<>();
        snapshots.forEach(snapshot -> distinct.put(filesInside(table, snapshot), snapshot));
        return distinct.values().stream()
                .map(snapshot -> read(table, snapshot).inside())
                .collect(Collectors.toSet());
    }

    private static Set<String> filesInside(Table table, long snapshot) {
        Set<String> files = new HashSet<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan()
                .useSnapshot(snapshot)
                .filter(Expressions.and(
                        Expressions.greaterThanOrEqual("revenue_date", DemoCalendar.BUG_START.toString()),
                        Expressions.lessThanOrEqual("revenue_date", DemoCalendar.BUG_END.toString())))
                .planFiles()) {
            tasks.forEach(task -> files.add(task.file().location()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static Figures read(Table table, long snapshot) {
        Figures figures = new Figures();
        forEach(
                IcebergGenerics.read(table).useSnapshot(snapshot).select("revenue_date", "net_revenue"),
                row -> figures.add((LocalDate) row.getField("revenue_date"), (BigDecimal) row.getField("net_revenue")));
        return figures;
    }

    /** How many rows the live pipeline has written. */
    long liveRows() {
        long[] rows = {0};
        forEach(
                IcebergGenerics.read(table())
                        .where(Expressions.greaterThanOrEqual("revenue_date", DemoCalendar.TODAY.toString())),
                row -> rows[0]++);
        return rows[0];
    }

    /** What is in a branch or a tag, in any order of rows, without the columns that differ on every run by nature. */
    String fingerprint(String ref) {
        Table table = table();
        List<Integer> columns = table.schema().columns().stream()
                .filter(column -> !VOLATILE.contains(column.name()))
                .map(Types.NestedField::fieldId)
                .map(id -> table.schema().columns().indexOf(table.schema().findField(id)))
                .toList();
        MessageDigest sha = sha256();
        BigInteger[] sum = {BigInteger.ZERO};
        long[] rows = {0};
        forEach(IcebergGenerics.read(table).useSnapshot(table.snapshot(ref).snapshotId()), row -> {
            StringBuilder text = new StringBuilder();
            columns.forEach(column -> text.append(row.get(column)).append('\u0000'));
            sum[0] = sum[0].add(new BigInteger(1, sha.digest(text.toString().getBytes(UTF_8))))
                    .mod(MODULUS);
            rows[0]++;
        });
        return "%d rows, %064x".formatted(rows[0], sum[0]);
    }

    /** How often each batch was committed to a branch; not at all where there is no such branch yet. */
    Map<String, Integer> batchCommits(String branch) {
        Table table = table();
        Map<String, Integer> commits = new TreeMap<>();
        Snapshot head = table.snapshot(branch);
        if (head == null) {
            return commits;
        }
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot)) {
            if ("batch".equals(snapshot.summary().get("amend.kind"))) {
                commits.merge(snapshot.summary().get("amend.batch"), 1, Integer::sum);
            }
        }
        return commits;
    }

    private static void forEach(IcebergGenerics.ScanBuilder scan, Consumer<Record> consumer) {
        try (CloseableIterable<Record> rows = scan.build()) {
            rows.forEach(consumer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (catalog instanceof Closeable closeable) {
            closeable.close();
        }
    }

    /** Rows and net revenue, inside the range that the backfill corrects and outside of it. */
    public static final class Figures {
        static final Figures NONE = new Figures();

        private long rowsInside;
        private BigDecimal netInside = BigDecimal.ZERO;
        private long rowsOutside;
        private BigDecimal netOutside = BigDecimal.ZERO;

        private void add(LocalDate day, BigDecimal net) {
            if (day.isBefore(DemoCalendar.BUG_START) || day.isAfter(DemoCalendar.BUG_END)) {
                rowsOutside++;
                netOutside = netOutside.add(net);
            } else {
                rowsInside++;
                netInside = netInside.add(net);
            }
        }

        String inside() {
            return "%d rows, %s".formatted(rowsInside, netInside.toPlainString());
        }

        long rowsInside() {
            return rowsInside;
        }

        long rowsOutside() {
            return rowsOutside;
        }
    }
}
