import com.sun.management.OperatingSystemMXBean;
import dev.amend.engine.command.CommandLineProgram;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.demo.DemoFolder;
import dev.amend.engine.demo.DemoScale;
import dev.amend.engine.demo.DemoWarehouse;
import dev.amend.engine.lakehouse.SparkRuntime;
import dev.amend.specs.Batch;
import dev.amend.specs.Specification;
import dev.amend.specs.yaml.SpecificationReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * What the checks cost: `amend run` against a bare loop of the same weekly overwrites.
 *
 * <p>Both in one JVM, with one Spark session, on one warehouse. The loop does what a person would write down first: for
 * each week one overwrite of a branch by filter, one after the other, and nothing else.
 *
 * <p>Started by run.sh. Arguments: a folder, which is set up when it is empty, and then the order of things to measure:
 * `bare`, or a number, which stands for a run with that many batches in flight.
 */
public final class RunVsBare {
    private static final int WARM_UP_BATCHES = 12;

    private final SparkSession spark;
    private final DemoFolder folder;
    private final String stamp = Long.toString(System.currentTimeMillis() / 1000, 36);
    private int number;

    private RunVsBare(SparkSession spark, DemoFolder folder) {
        this.spark = spark;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        DemoFolder folder = new DemoFolder(Path.of(arguments[0]));
        boolean isNew = !Files.exists(folder.configuration());
        if (isNew) {
            folder.create();
        }
        SparkSession spark = SparkRuntime.start(folder.warehouse().sparkSettings());
        if (isNew) {
            new DemoWarehouse(spark, line -> {}).create(DemoScale.FULL);
        }

        RunVsBare benchmark = new RunVsBare(spark, folder);
        benchmark.warmUp();
        benchmark.measure(Arrays.asList(arguments).subList(1, arguments.length));
        spark.stop();
    }

    private void warmUp() throws Exception {
        bare(WARM_UP_BATCHES);
        run(2, WARM_UP_BATCHES);
    }

    private void measure(List<String> order) throws Exception {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (String what : order) {
            double cpuBefore = cpuSeconds();
            double took = what.equals("bare") ? bare(Integer.MAX_VALUE) : run(Integer.parseInt(what), Integer.MAX_VALUE);
            seconds.computeIfAbsent(what, key -> new ArrayList<>()).add(took);
            System.out.printf("%-5s %6.1f s, processor time %6.1f s%n", what, took, cpuSeconds() - cpuBefore);
        }

        double bare = median(seconds.getOrDefault("bare", List.of()));
        seconds.forEach((what, all) -> System.out.printf(
                "%-5s median of %d: %6.1f s, %.2f x bare%n", what, all.size(), median(all), median(all) / bare));
    }

    /** The loop: an overwrite for each week, on a branch of its own whose range was emptied before. */
    private double bare(int atMost) throws Exception {
        String branch = "bare_%s_%d".formatted(stamp, number++);
        Specification specification =
                SpecificationReader.read(folder.specification()).specification();
        long start = System.nanoTime();

        Table table = Spark3Util.loadIcebergTable(spark, DemoWarehouse.REVENUE);
        table.manageSnapshots().createBranch(branch).commit();
        List<String> days = specification.batches().stream()
                .flatMap(batch -> batch.range().partitions().stream())
                .toList();
        table.newDelete()
                .toBranch(branch)
                .deleteFromRowFilter(Expressions.and(
                        Expressions.greaterThanOrEqual("revenue_date", days.get(0)),
                        Expressions.lessThanOrEqual("revenue_date", days.get(days.size() - 1))))
                .commit();
        spark.table(DemoWarehouse.EVENTS).createOrReplaceTempView("revenue_events");
        for (Batch batch : specification.batches().stream().limit(atMost).toList()) {
            overwrite(branch, specification, batch);
        }

        return secondsSince(start);
    }

    private void overwrite(String branch, Specification specification, Batch batch) throws Exception {
        List<String> days = batch.range().partitions();
        Map<String, Object> parameters = Map.of(
                "batch_start", LocalDate.parse(days.get(0)),
                "batch_end", LocalDate.parse(days.get(days.size() - 1)),
                "started_at", Timestamp.from(Instant.EPOCH),
                "issue", specification.issue());
        spark.sql(specification.transform().sql(), parameters)
                .writeTo(DemoWarehouse.REVENUE + ".branch_" + branch)
                .option("distribution-mode", "hash")
                .overwrite(functions.expr("revenue_date between date'%s' and date'%s'"
                        .formatted(days.get(0), days.get(days.size() - 1))));
    }

    /** The command, as a user starts it, of a backfill that is new but proved. */
    private double run(int concurrency, int atMost) throws Exception {
        String id = "bench-%s-%d".formatted(stamp, number++);
        String text = Files.readString(folder.specification())
                .replace("revenue-tax-fix-2026-06", id)
                .replace("daily_revenue_pre_FIN_2841", "before_" + id.replace('-', '_'))
                .replace("max_concurrency: 2", "max_concurrency: " + concurrency);
        Path file = folder.warehouse().dir().resolve(id + ".yaml");
        Files.writeString(file, text);

        amend(0, "prove", file.toString());
        boolean all = atMost == Integer.MAX_VALUE;
        long start = System.nanoTime();
        amend(all ? 0 : 7, "run", file.toString(), "--max-batches", Integer.toString(atMost));
        return secondsSince(start);
    }

    private void amend(int exitCode, String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Surroundings process = Surroundings.ofProcess();
        Surroundings aside = new Surroundings(
                process.environment(), stream, stream, process.clock(), process.sleeper(), process.user());
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", folder.configuration().toString()));

        int ended = new CommandLineProgram(aside).run(all.toArray(String[]::new));
        if (ended != exitCode) {
            throw new IllegalStateException(
                    "%s ended with %d:%n%s".formatted(all, ended, printed.toString(StandardCharsets.UTF_8)));
        }
    }

    /** What all threads of this process have used so far, the compiler's and the collector's included. */
    private static double cpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(List<Double> values) {
        return values.isEmpty()
                ? Double.NaN
                : values.stream().sorted().toList().get((values.size() - 1) / 2);
    }
}
