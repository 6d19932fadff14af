package dev.amend.engine.options;

import dev.amend.engine.output.Console;
import dev.amend.engine.output.Failures;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes. */
public final class GlobalOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "where things are (default: amend.yaml, or AMEND_CONFIG)")
    private @Nullable Path config;

    @Option(names = "--state", paramLabel = "FOLDER", description = "where the journals are (or AMEND_STATE)")
    private @Nullable String state;

    @Option(names = "-o", paramLabel = "FORMAT", description = "text or json (default: text)")
    private Console.Format format = Console.Format.text;

    @Option(names = "-q", description = "say nothing but the result")
    private boolean quiet;

    @Option(names = "--debug", description = "show stack traces")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    public Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    public Optional<String> state() {
        return Optional.ofNullable(state);
    }

    public Console.Format format() {
        return format;
    }

    public Console.Verbosity verbosity() {
        return quiet ? Console.Verbosity.QUIET : Console.Verbosity.NORMAL;
    }

    public Failures.Detail detail() {
        return debug ? Failures.Detail.STACK_TRACE : Failures.Detail.MESSAGE;
    }
}
