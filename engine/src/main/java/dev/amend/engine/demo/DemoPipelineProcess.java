package dev.amend.engine.demo;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;

/** The live pipeline as its own process: appends until SIGTERM, and prints a line for each commit. */
public final class DemoPipelineProcess {

    private DemoPipelineProcess() {}

    /**
     * Runs until SIGTERM.
     *
     * @param args the demo's folder, and the rest after each append, such as {@code PT3S}
     */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 2) {
            System.err.println("Usage: DemoPipelineProcess DIR INTERVAL, for example: demo PT3S");
            System.exit(2);
        }

        EmbeddedWarehouse warehouse = new EmbeddedWarehouse(Path.of(args[0]));
        DemoPipeline pipeline = DemoPipeline.open(
                warehouse, Duration.parse(args[1]), Clock.systemUTC(), commit -> System.out.println(describe(commit)));
        Runtime.getRuntime().addShutdownHook(new Thread(pipeline::close));
        pipeline.start();
        pipeline.await();
    }

    static String describe(DemoPipeline.Acknowledged commit) {
        return "table=%s snapshot=%d revenue_date=%s rows=%d merchants=%s"
                .formatted(
                        commit.table(),
                        commit.snapshot(),
                        commit.day(),
                        commit.rows(),
                        commit.merchants().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
}
