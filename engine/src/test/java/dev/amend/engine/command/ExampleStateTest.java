package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.gates.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state in the distribution, of which the launcher reads the status to learn which classes a start needs. */
final class ExampleStateTest {
    private static final Path IN_THE_DISTRIBUTION = Path.of("src/main/assembly/example-state");

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");

    @Test
    void isAsThisEngineWritesIt() throws IOException {
        try (SmallJournal journal = SmallJournal.running(dir, clock)) {
            journal.built("aa11", "PASS");
        }

        assertThat(content(IN_THE_DISTRIBUTION))
                .as("copy %s to %s, and leave write.lock out", dir, IN_THE_DISTRIBUTION)
                .isEqualTo(content(dir));
    }

    @Test
    void hasAStatusWithAReport() throws IOException {
        TestProgram.Outcome status = new TestProgram(
                        clock, clock, Map.of("AMEND_STATE", IN_THE_DISTRIBUTION.toString()), "maria")
                .run("status", SmallJournal.ID, "-o", "json");

        assertThat(status.exitCode()).isZero();
        assertThat(status.json().at("/status").asText()).isEqualTo("BUILT");
        assertThat(status.json().at("/verdict").asText()).isEqualTo("PASS");
    }

    private static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> folder.relativize(file).startsWith("backfills"))
                    .forEach(file -> content.put(folder.relativize(file).toString(), text(file)));
        }
        return content;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
