package dev.amend.engine.command;

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
                .setOut(new java.io.PrintWriter(surroundings.out(), true))
                .setErr(new java.io.PrintWriter(surroundings.err(), true))
                .setParameterExceptionHandler((wrong, given) -> wrongUsage(wrong, given))
                .setExecutionExceptionHandler((failure, command, result) -> failed(failure, command))
                .execute(arguments);
    }

    private static Map<String, Function<Surroundings, Object>> commands() {
        Map<String, Function<Surroundings, Object>> commands = new LinkedHashMap<>();
        commands.put("validate", ValidateCommand::new);
        return commands;
    }

    private int wrongUsage(CommandLine.ParameterException wrong, String[] given) {
        CommandLine command = wrong.getCommandLine();
        return failures(optionsOf(command, given)).usage(wrong.getMessage(), command.getCommandName());
    }

    private int failed(Exception failure, CommandLine command) {
        return failures(optionsOf(command, new String[0])).report(failure);
    }

    private Failures failures(GlobalOptions options) {
        Console console = new Console(surroundings.out(), surroundings.err(), options.format(), options.verbosity());
        return new Failures(console, options.detail());
    }

    private static GlobalOptions optionsOf(CommandLine command, String[] given) {
        return command.getMixins().values().stream()
                .filter(GlobalOptions.class::isInstance)
                .map(GlobalOptions.class::cast)
                .findFirst()
                .orElseGet(() -> new GlobalOptions());
    }

    @Command(
            name = "amend",
            description = "Corrects history in a lakehouse without regret.",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND",
            versionProvider = Version.class)
    static final class Root implements Runnable {
        @CommandLine.Spec
        private CommandLine.@org.jspecify.annotations.Nullable Model.CommandSpec spec;

        @Override
        public void run() {
            throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"amend " + CodeVersion.current()};
        }
    }
}
