import dev.amend.engine.demo.EmbeddedWarehouse;
import dev.amend.engine.lakehouse.SparkRuntime;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.pairs.rows.RowPairs;
import dev.amend.reconciliation.Reconciler;
import dev.amend.specs.Batch;
import dev.amend.specs.Specification;
import dev.amend.specs.yaml.SpecificationReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * What one reconciliation costs, beside what people write by hand for it: two million rows a side, 20 columns, 14 partitions,
 * every twentieth row changed. All in one JVM, one Spark session, on one table, each once in every pass. Every second pass goes
 * backwards: what comes after something that shuffled much takes longer.
 *
 * <p>Started by run.sh. Arguments: a folder, which is set up when it is empty; how many passes; then what to measure.
 */
public final class ReconcileCost {
    private static final String TABLE = "finance.wide";
    private static final String DAYS = "revenue_date between date'2026-01-05' and date'2026-01-18'";

    /** All but the key. */
    private static final Map<String, String> COLUMNS = columns();

    private final SparkSession spark;
    private final Path folder;
    private final LongAdder shuffled = new LongAdder();
    private final LongAdder processorNanos = new LongAdder();
    private final long before;
    private final long after;

    private ReconcileCost(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
        this.before = snapshot("asc");
        this.after = snapshot("desc");
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        EmbeddedWarehouse warehouse = new EmbeddedWarehouse(folder);
        boolean isNew = !Files.exists(folder.resolve("rows-before"));
        if (isNew) {
            warehouse.createFolder();
        }
        SparkSession spark = SparkRuntime.start(warehouse.sparkSettings());
        if (isNew) {
            create(spark, folder);
        }
        ReconcileCost benchmark = new ReconcileCost(spark, folder);
        benchmark.measure(Integer.parseInt(arguments[1]), List.of(arguments).subList(2, arguments.length));
        spark.stop();
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        IntStream.range(0, 3).forEach(i -> columns.put("text" + i, "concat('%d-', md5(cast(id * %d as string)))".formatted(i, i + 3)));
        columns.put("currency", "element_at(array('EUR', 'USD', 'GBP'), cast(id % 3 + 1 as int))");
        columns.put("country", "element_at(array('DE', 'FR', 'IT', 'AT', 'CH'), cast(id % 5 + 1 as int))");
        IntStream.range(0, 6).forEach(i -> columns.put("amount" + i, "cast(id * %d %% 100000 / 100 as decimal(18, 2))".formatted(31 + i)));
        IntStream.range(0, 3).forEach(i -> columns.put("number" + i, "id * %d %% 1000".formatted(7 + i)));
        IntStream.range(0, 2).forEach(i -> columns.put("rate" + i, "1 / (id %% 997 + %d.5D)".formatted(i)));
        columns.put("at", "timestamp_seconds(1767571200 + id)");
        columns.put("flag", "id % 3 = 0");
        return columns;
    }

    private static void create(SparkSession spark, Path folder) {
        spark.sql("create namespace if not exists finance");
        String rows = COLUMNS.entrySet().stream()
                .map(column -> column.getValue() + " as " + column.getKey())
                .collect(Collectors.joining(", "));
        String select = "select /*+ repartition(14, revenue_date) */ * from (select date_add(date'2026-01-05', cast(id %% 14 as int)) as revenue_date, id as merchant_id, %s from range(0, 2000000, 1, 8))";
        spark.sql("create table %s using iceberg partitioned by (revenue_date) as %s".formatted(TABLE, select.formatted(rows)));
        String changed = rows.replace(
                COLUMNS.get("amount0") + " as amount0",
                "cast(if(id % 20 = 0, 0.81, 1) * (" + COLUMNS.get("amount0") + ") as decimal(18, 2)) as amount0");
        spark.sql("insert overwrite %s %s".formatted(TABLE, select.formatted(changed)));
        // For tools that know no snapshots
        List<Long> snapshots = spark.sql("select snapshot_id from %s.snapshots order by committed_at".formatted(TABLE)).collectAsList().stream()
                .map(row -> row.getLong(0)).toList();
        spark.sql("select * from %s version as of %d".formatted(TABLE, snapshots.get(0))).write().parquet(folder.resolve("rows-before").toString());
        spark.sql("select * from %s version as of %d".formatted(TABLE, snapshots.get(1))).write().parquet(folder.resolve("rows-after").toString());
    }

    private long snapshot(String order) {
        return spark.sql("select snapshot_id from %s.snapshots order by committed_at %s limit 1".formatted(TABLE, order))
                .first()
                .getLong(0);
    }

    private interface Work {
        void run() throws Exception;
    }

    private void measure(int passes, List<String> what) throws Exception {
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                shuffled.add(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
                processorNanos.add(end.taskMetrics().executorCpuTime());
            }
        });
        Map<String, Work> works = works();
        works.keySet().retainAll(what.isEmpty() ? works.keySet() : what);
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        Map<String, List<Double>> processors = new LinkedHashMap<>();
        List<Map.Entry<String, Work>> order = new ArrayList<>(works.entrySet());
        for (int pass = 0; pass <= passes; pass++) {
            for (Map.Entry<String, Work> work : order) {
                shuffled.reset();
                processorNanos.reset();
                Instant start = Instant.now();
                work.getValue().run();
                double took = Duration.between(start, Instant.now()).toMillis() / 1000.0;
                Thread.sleep(200);
                System.out.printf(
                        "%-12s %6.1f s, %5.1f s of processors in tasks, shuffled %4d MB%s%n",
                        work.getKey(), took, processorNanos.sum() / 1e9, shuffled.sum() / 1_000_000, pass == 0 ? " (to warm up, not counted)" : "");
                if (pass > 0) {
                    seconds.computeIfAbsent(work.getKey(), none -> new ArrayList<>()).add(took);
                    processors.computeIfAbsent(work.getKey(), none -> new ArrayList<>()).add(processorNanos.sum() / 1e9);
                }
            }
            Collections.reverse(order);
        }
        report("", seconds);
        report(" of processors", processors);
    }

    private static void report(String what, Map<String, List<Double>> seconds) {
        seconds.keySet().stream().sorted().forEach(name -> {
            List<Double> all = seconds.get(name);
            System.out.printf("%-12s median of %d: %6.1f s%s%s%n", name, all.size(), median(all), what, beside(seconds, name, all));
        });
    }

    private static String beside(Map<String, List<Double>> seconds, String name, List<Double> all) {
        Map<String, String> others = Map.of("amend", "bare", "amend-rows", "amend", "by-hand", "bare", "measures-10", "measures-9", "checks-20", "checks-19");
        return seconds.containsKey(others.getOrDefault(name, "-"))
                ? ", %.2f x %s".formatted(median(all) / median(seconds.get(others.get(name))), others.get(name))
                : "";
    }

    private Map<String, Work> works() {
        Map<String, Work> works = new LinkedHashMap<>();
        works.put("bare", this::bare);
        works.put("amend", () -> reconcile(1, 0));
        works.put("amend-rows", this::reconcileRows);
        works.put("by-hand", this::byHand);
        works.put("measures-9", () -> reconcile(9, 0));
        works.put("measures-10", () -> reconcile(10, 0));
        works.put("checks-19", () -> reconcile(1, 19));
        works.put("checks-20", () -> reconcile(1, 20));
        return works;
    }

    /** One full outer join of whole rows with one aggregate. */
    private void bare() {
        String same = COLUMNS.keySet().stream().map(c -> "o.%1$s <=> n.%1$s".formatted(c)).collect(Collectors.joining(" and "));
        ask("select count_if(not (%s)) from %s o full outer join %s n on o.revenue_date = n.revenue_date and o.merchant_id = n.merchant_id"
                .formatted(same, side(before), side(after)));
    }

    /** Rows, sums, keys that are on one side, duplicates; then a join for each column. */
    private void byHand() {
        for (long side : List.of(before, after)) {
            ask("select count(*) from (select revenue_date, count(*), sum(amount0) from %s group by revenue_date)".formatted(side(side)));
            ask("select count(*) from (select revenue_date, merchant_id from %s group by revenue_date, merchant_id having count(*) > 1)".formatted(side(side)));
        }
        ask("select count_if(o.merchant_id is null), count_if(n.merchant_id is null) from %s o full outer join %s n on o.revenue_date = n.revenue_date and o.merchant_id = n.merchant_id"
                .formatted(side(before), side(after)));
        for (String column : COLUMNS.keySet()) {
            ask("select count_if(not o.%1$s <=> n.%1$s) from %2$s o join %3$s n on o.revenue_date = n.revenue_date and o.merchant_id = n.merchant_id"
                    .formatted(column, side(before), side(after)));
        }
    }

    private void ask(String sql) {
        spark.sql(sql).collectAsList();
    }

    private static String side(long snapshot) {
        return "(select * from %s version as of %d where %s)".formatted(TABLE, snapshot, DAYS);
    }

    private void reconcile(int measures, int checks) throws Exception {
        Specification specification = specification(measures, checks);
        reconcile(specification, new Reconciler(specification, (session, unused) -> {}));
    }

    /** With the public interface of Spark alone. */
    private void reconcileRows() throws Exception {
        Specification specification = specification(1, 0);
        reconcile(specification, new Reconciler(specification, (session, unused) -> {}, new RowPairs()));
    }

    private void reconcile(Specification specification, Reconciler reconciler) {
        Batch batch = specification.batches().get(0);
        BatchReconciliation found = reconciler.reconcile(
                spark.newSession(),
                new BatchInput(batch, before, new NewRows.InShadow(after), new HashMap<>(), Long.MAX_VALUE));
        if (found.failed()) {
            throw new IllegalStateException(found.failures().toString());
        }
    }

    private Specification specification(int measures, int checks) throws Exception {
        String names = IntStream.range(0, measures)
                .mapToObj(i -> "    m%d: sum(%s)\n".formatted(i, i < 6 ? "amount" + i : "amount0 + " + i))
                .collect(Collectors.joining());
        String queries = IntStream.range(0, checks)
                .mapToObj(i -> "    - {name: c%d, level: row, severity: fail, sql: \"select merchant_id from new where amount%d < -%d\"}\n".formatted(i, i % 6, i))
                .collect(Collectors.joining());
        Path file = folder.resolve("specification.yaml");
        Files.writeString(file, """
                version: 1
                backfill_id: reconcile-cost
                owner: finance-data
                reason: {issue: FIN-1, change: Take the tax out}
                source_range: {start: 2026-01-05, end: 2026-01-18}
                target: {table: finance.wide, partition_key: revenue_date, key: [revenue_date, merchant_id]}
                transform: {sql: select 1}
                execution: {partitions_per_batch: 14}
                validation:
                  measures:
                %s  explained_by:
                    tax-taken-out: new.amount0 < old.amount0
                  unexplained: {rows: 0, delta: "0%%"}
                %s""".formatted(names, checks == 0 ? "" : "  checks:\n" + queries));
        return SpecificationReader.read(file).specification();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
