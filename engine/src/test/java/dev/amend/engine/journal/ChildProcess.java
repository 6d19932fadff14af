package dev.amend.engine.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Java process of its own, running the main method of a test class. */
public final class ChildProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;
    private final PrintWriter input;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(UTF_8);
        this.input = new PrintWriter(process.outputWriter(UTF_8), true);
    }

    public static ChildProcess start(Class<?> main, String... arguments) throws IOException {
        return started(command(main, arguments));
    }

    /** The same with a umask of its own, such as {@code 000}. */
    public static ChildProcess startWithUmask(String umask, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
        command.addAll(command(main, arguments));
        return started(command);
    }

    private static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static ChildProcess started(List<String> command) throws IOException {
        return new ChildProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** The next line that it printed; empty at the end. Waits for it. */
    public Optional<String> line() throws IOException {
        return Optional.ofNullable(output.readLine());
    }

    /** Gives it a line to read. */
    public void tell(String line) {
        input.println(line);
    }

    public List<String> remainingLines() {
        return output.lines().toList();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Child process %d does not end".formatted(pid()));
        }
        return process.exitValue();
    }

    public void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -%s %d ended with %d".formatted(name, pid(), code));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
