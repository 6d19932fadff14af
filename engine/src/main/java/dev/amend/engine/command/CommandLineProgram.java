package dev.amend.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.amend.engine.journal.Journal;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.options.PersonName;
import dev.amend.engine.options.SaidReason;
import dev.amend.engine.output.Console;
import dev.amend.engine.output.Failures;
import dev.amend.engine.process.Termination;
import dev.amend.engine.wiring.CodeVersion;
import dev.amend.engine.wiring.SparkPresence;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line: finds the command, runs it, and turns failures into messages and an exit code. */
public final class CommandLineProgram {
    private final Surroundings surroundings;

    public CommandLineProgram(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs one command and returns its exit code. */
    public int run(String... arguments) {
        CommandLine commandLine = new CommandLine(new Root());
        // Reading the annotations of one command takes a while; reading those of all takes much longer.
        Map<String, Function<Surroundings, Object>> commands = commands();
        Arrays.stream(arguments)
                .filter(commands::containsKey)
                .findFirst()
                .map(name -> Map.of(name, commands.get(name)))
                .orElse(commands)
                .forEach((name, command) -> commandLine.addSubcommand(name, command.apply(surroundings)));

        return execute(commandLine, arguments);
    }

    private int execute(CommandLine commandLine, String... arguments) {
        try {
            return configured(commandLine).execute(arguments);
        } catch (OutOfMemoryError e) {
            return failures(console(Console.Format.of(arguments), Console.Verbosity.NORMAL), Failures.Detail.MESSAGE)
                    .report(e);
        }
    }

    private CommandLine configured(CommandLine commandLine) {
        return commandLine
                .registerConverter(PersonName.class, checked(PersonName::new))
                .registerConverter(SaidReason.class, checked(SaidReason::new))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // "@finance" is text that a person types, not a file whose contents would be recorded
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(surroundings.out(), true, UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, UTF_8))
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler((failure, command, result) -> failed(failure, command));
    }

    /** Reports what is wrong with a value, without repeating the value. */
    private static <T> CommandLine.ITypeConverter<T> checked(Function<String, T> type) {
        return text -> {
            try {
                return type.apply(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
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
        commands.put("cancel", surroundings -> new CancelCommand(surroundings, CommandLineProgram::requireUnpublished));
        commands.put("retry", RetryCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put(
                "approve", surroundings -> new ApproveCommand(surroundings, CommandLineProgram::requireUnpublished));
        commands.put("reject", surroundings -> new RejectCommand(surroundings, CommandLineProgram::requireUnpublished));
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

    private static void requireUnpublished(Wiring wiring, Journal journal, String action) throws InterruptedException {
        SparkPresence.require(journal.id(), action);
        new SparkWiring(wiring).requireUnpublished(journal, action);
    }

    private int wrongUsage(CommandLine.ParameterException wrong, String[] given) {
        return failures(console(Console.Format.of(given), Console.Verbosity.NORMAL), Failures.Detail.MESSAGE)
                .usage(
                        String.valueOf(wrong.getMessage()),
                        wrong.getCommandLine().getCommandSpec());
    }

    private int failed(Exception failure, CommandLine command) {
        if (failure instanceof SparkPresence.StartAgain again) {
            return again.exitStatus();
        }
        GlobalOptions options = command.getMixins().values().stream()
                .filter(GlobalOptions.class::isInstance)
                .map(GlobalOptions.class::cast)
                .findFirst()
                .orElseGet(GlobalOptions::new);
        return failures(console(options.format(), options.verbosity()), options.detail())
                .report(failure);
    }

    private static Failures failures(Console console, Failures.Detail detail) {
        return new Failures(console, detail, Termination::isProcessEnding);
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

    /** The version that {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"amend " + CodeVersion.current()};
        }
    }
}
