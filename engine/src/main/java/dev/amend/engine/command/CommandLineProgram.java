package dev.amend.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line: finds the command, runs it, and turns what goes wrong into words and an exit code. */
public final class CommandLineProgram {
    private final Surroundings surroundings;

    public CommandLineProgram(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs one command and returns its exit code. */
    public int run(String... arguments) {
        CommandLine commandLine = new CommandLine(new Root());
        // Reading the annotations of one command takes a while; of all of them, a long while.
        Map<String, Function<Surroundings, Object>> commands = commands();
        Arrays.stream(arguments)
                .filter(commands::containsKey)
                .findFirst()
                .map(name -> Map.of(name, commands.get(name)))
                .orElse(commands)
                .forEach((name, command) -> commandLine.addSubcommand(name, command.apply(surroundings)));

        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(surroundings.out(), true, UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, UTF_8))
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler((failure, command, result) -> failed(failure, command))
                .execute(arguments);
    }

    /** Every command by its name. */
    static Map<String, Function<Surroundings, Object>> commands() {
        Map<String, Function<Surroundings, Object>> commands = new LinkedHashMap<>();
        commands.put("validate", ValidateCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("prove", ProveCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("rebase", RebaseCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("list", ListCommand::new);
        commands.put("pause", PauseCommand::new);
        commands.put("resume", ResumeCommand::new);
        commands.put(
                "cancel",
                surroundings -> new CancelCommand(
                        surroundings, (wiring, journal) -> new SparkWiring(wiring).requireUnpublished(journal)));
        commands.put("retry", RetryCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("approve", ApproveCommand::new);
        commands.put("reject", RejectCommand::new);
        commands.put("publish", PublishCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("rollback", RollbackCommand::new);
        commands.put("retire", RetireCommand::new);
        commands.put("history", HistoryCommand::new);
        commands.put("sql", SqlCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("demo", DemoCommand::new);
        return commands;
    }

    /** Options that come after the mistake were not parsed: the format is looked for by hand. */
    private int wrongUsage(CommandLine.ParameterException wrong, String[] given) {
        boolean json = String.join(" ", given).matches("(?s)(.* )?-o[ =]?json( .*)?");
        Console.Format format = json ? Console.Format.json : Console.Format.text;
        return new Failures(console(format, Console.Verbosity.NORMAL), Failures.Detail.MESSAGE)
                .usage(
                        String.valueOf(wrong.getMessage()),
                        wrong.getCommandLine().getCommandSpec());
    }

    private int failed(Exception failure, CommandLine command) {
        GlobalOptions options = command.getMixins().values().stream()
                .filter(GlobalOptions.class::isInstance)
                .map(GlobalOptions.class::cast)
                .findFirst()
                .orElseGet(GlobalOptions::new);
        return new Failures(console(options.format(), options.verbosity()), options.detail()).report(failure);
    }

    private Console console(Console.Format format, Console.Verbosity verbosity) {
        return new Console(surroundings.out(), surroundings.err(), format, verbosity);
    }

    /** The program without a command. */
    @Command(
            name = "amend",
            description = "Corrects history in a lakehouse without regret.",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND",
            versionProvider = Version.class)
    static final class Root {}

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"amend " + CodeVersion.current()};
        }
    }
}
