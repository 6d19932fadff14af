package dev.amend.engine.command;

import dev.amend.engine.demo.DemoFolder;
import dev.amend.engine.demo.DemoPipeline;
import dev.amend.engine.demo.DemoScale;
import dev.amend.engine.demo.DemoWarehouse;
import dev.amend.engine.lakehouse.SparkRuntime;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.Console;
import dev.amend.engine.output.Document;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.specs.yaml.SpecificationReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "demo",
        description = "create a small warehouse with a tax bug in it, and walk through a backfill's whole life")
final class DemoCommand implements Callable<Integer> {
    private static final Duration LIVE_INTERVAL = Duration.ofSeconds(5);
    private static final String OWNER = "finance-controller";

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "where (default: amend-demo)")
    private Path dir = Path.of("amend-demo");

    @Option(names = "--setup-only", description = "create the warehouse, and stop before the first step")
    private boolean setupOnly;

    private final Surroundings surroundings;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** One command of the demo, and its purpose. */
    private record Step(String what, List<String> arguments) {

        static Step of(String what, String... arguments) {
            return new Step(what, List.of(arguments));
        }
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        Console console = wiring.console();
        DemoFolder folder = new DemoFolder(dir);
        folder.create();
        console.say("Creating a warehouse in %s".formatted(folder.warehouse().dir()));
        new DemoWarehouse(SparkRuntime.start(folder.warehouse().sparkSettings()), console::say).create(DemoScale.FULL);

        String id = SpecificationReader.read(folder.specification())
                .specification()
                .id()
                .value();
        return setupOnly ? setUp(console, folder, id) : walk(console, folder, id);
    }

    private int setUp(Console console, DemoFolder folder, String id) {
        String commands = steps(folder, id).stream()
                .map(step -> "  amend " + shown(folder, step))
                .reduce((one, other) -> one + "\n" + other)
                .orElseThrow();
        console.result(
                new Document()
                        .with("dir", folder.warehouse().dir().toString())
                        .with("specification", folder.specification().toString())
                        .with("config", folder.configuration().toString())
                        .with("backfill_id", id)
                        .fields(),
                "The warehouse is in %s. Go there and type, one after the other:%n%n%s"
                        .formatted(folder.warehouse().dir(), commands));
        return 0;
    }

    private int walk(Console console, DemoFolder folder, String id) {
        List<Step> steps = steps(folder, id);
        DemoPipeline live = DemoPipeline.open(folder.warehouse(), LIVE_INTERVAL, surroundings.clock(), commit -> {});
        try (live) {
            live.start();
            console.say(
                    "A live pipeline appends today's rows every %d s from now on".formatted(LIVE_INTERVAL.toSeconds()));
            for (int number = 1; number <= steps.size(); number++) {
                Step step = steps.get(number - 1);
                console.say(
                        "%n%d of %d  %s%n$ amend %s".formatted(number, steps.size(), step.what(), shown(folder, step)));
                int exitCode = carriedOut(folder, step);
                if (exitCode != 0) {
                    console.say("The demo stops here, with exit code %d".formatted(exitCode));
                    return exitCode;
                }
            }
        }
        // not before the pipeline is closed: it appends until then
        end(console, folder, id, live.tally());
        return 0;
    }

    private List<Step> steps(DemoFolder folder, String id) {
        String spec = folder.specification().toString();
        return List.of(
                Step.of("Is the specification in order?", "validate", spec),
                Step.of("What would be done? From metadata, without reading data.", "plan", spec),
                Step.of("Is the transform safe to run again? One partition, twice.", "prove", spec),
                Step.of("Build every week in the shadow and compare it with today's table.", "run", spec),
                Step.of("What did it come to? Open the report in a browser.", "report", id),
                Step.of(
                        "The data owner says yes to exactly this report.",
                        "approve",
                        id,
                        "--by",
                        OWNER,
                        "--reason",
                        "figures agree with the tax return"),
                Step.of("One commit: from now on every consumer reads the corrected history.", "publish", id),
                Step.of("Is what consumers read what was approved, and could it be undone?", "verify", id),
                Step.of("Where does it stand?", "status", id));
    }

    private int carriedOut(DemoFolder folder, Step step) {
        List<String> arguments = new ArrayList<>(step.arguments());
        arguments.addAll(List.of("--config", folder.configuration().toString()));
        return new CommandLineProgram(spokenBeside()).run(arguments.toArray(String[]::new));
    }

    /** Sends the output of the demo's commands where it does not mix with the demo's own result. */
    private Surroundings spokenBeside() {
        boolean one = options.format() == Console.Format.json;
        return new Surroundings(
                surroundings.environment(),
                one ? surroundings.err() : surroundings.out(),
                surroundings.err(),
                surroundings.clock(),
                surroundings.sleeper(),
                surroundings.user(),
                surroundings.steps());
    }

    /** A step as the user would type it in the demo's folder. */
    private static String shown(DemoFolder folder, Step step) {
        return String.join(
                " ",
                step.arguments().stream()
                        .map(argument -> argument.equals(folder.specification().toString())
                                ? folder.specification().getFileName().toString()
                                : argument)
                        .map(argument -> argument.contains(" ") ? "'" + argument + "'" : argument)
                        .toList());
    }

    private static void end(Console console, DemoFolder folder, String id, DemoPipeline.Tally live) {
        List<String> looks = Arrays.asList(
                "amend report %s --open".formatted(id),
                "amend history",
                "amend sql \"SELECT count(*), sum(net_revenue) FROM finance.daily_revenue\"",
                "amend sql \"SELECT count(*), sum(net_revenue) FROM finance.daily_revenue VERSION AS OF 'daily_revenue_pre_FIN_2841'\"",
                "amend rollback %s --reason 'just to see'".formatted(id));
        console.result(
                new Document()
                        .with("dir", folder.warehouse().dir().toString())
                        .with("backfill_id", id)
                        .with("status", "PUBLISHED")
                        .with("live_commits", live.commits())
                        .with("live_events", live.eventRows())
                        .with("live_revenue_rows", live.revenueRows())
                        .fields(),
                "%nDone: PUBLISHED. Meanwhile the live pipeline made %d commits; all of them are there.%nEverything is in %s. Go there to look around, and to roll back:%n  %s"
                        .formatted(live.commits(), folder.warehouse().dir(), String.join("\n  ", looks)));
    }
}
