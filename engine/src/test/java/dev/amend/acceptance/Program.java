package dev.amend.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A child process that a test started, with what it printed. It does not outlive the test. */
final class Program implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command;
    private final Process process;
    private final Path out;
    private final Path err;
    private final long startedAt;
    private final CompletableFuture<Long> endedAt;

    private Program(List<String> command, Process process, Path out, Path err) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
        this.startedAt = System.nanoTime();
        this.endedAt = process.onExit().thenApply(ended -> System.nanoTime());
    }

    /** Starts a command; its standard input stays open until {@link #closeInput()}. */
    static Program start(Path folder, List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile("amend-acceptance-", ".out");
            Path err = Files.createTempFile("amend-acceptance-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new Program(command, builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end, and kills it if that takes longer than {@code patience}. */
    Program await(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("Still running after %s: %s".formatted(patience, this));
        }
        return this;
    }

    /** Waits for its end, which must come with one exit code. */
    Program exitsWith(int exitCode, Duration patience) throws InterruptedException {
        await(patience);
        if (process.exitValue() != exitCode) {
            throw new AssertionError(
                    "Expected exit code %d, got %d: %s".formatted(exitCode, process.exitValue(), this));
        }
        return this;
    }

    /** Waits that long, or less if it ends before. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks it to end: SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        endedAt.join();
    }

    void closeInput() throws IOException {
        process.getOutputStream().close();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** From its start to its end. */
    Duration took() {
        return Duration.ofNanos(endedAt.join() - startedAt);
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** Standard output as the one JSON document that it has to be. */
    JsonNode json() {
        try {
            return JSON.readTree(out());
        } catch (IOException e) {
            throw new AssertionError("Not a JSON document: " + this, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        endedAt.join();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
    }

    @Override
    public String toString() {
        return "%s%n--- standard output%n%s%n--- standard error%n%s".formatted(String.join(" ", command), out(), err());
    }
}
