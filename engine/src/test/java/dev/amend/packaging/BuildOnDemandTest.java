package dev.amend.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The repository's bin/amend, in a small clone whose Maven wrapper only makes the folder and notes that it did. */
final class BuildOnDemandTest {
    @TempDir
    private Path folder;

    private Path clone;
    private Path builds;

    @BeforeEach
    void makeASmallClone() throws IOException {
        clone = Files.createDirectories(folder.toRealPath().resolve("a clone"));
        builds = clone.resolve("builds");
        ShellRun.script(clone.resolve("bin/amend"), Files.readString(Path.of("../bin/amend")));
        ShellRun.script(
                clone.resolve("engine/src/main/assembly/java.sh"),
                Files.readString(Path.of("src/main/assembly/java.sh")));
        ShellRun.script(clone.resolve("mvnw"), """
                #!/bin/sh
                echo built >>builds
                sleep 0.3
                rm -rf target/amend
                mkdir -p target/amend/bin target/amend/lib/spark
                printf '#!/bin/sh\\necho "$PWD" "$@"\\n' >target/amend/bin/amend
                chmod +x target/amend/bin/amend
                """);
        Files.createDirectories(clone.resolve("specs/examples"));
        for (String file : List.of("pom.xml", "specs/pom.xml", "engine/pom.xml", "engine/src/main/java/Some.java")) {
            Files.createDirectories(clone.resolve(file).getParent());
            Files.writeString(clone.resolve(file), "");
        }
        Files.createDirectories(clone.resolve("specs/src/main"));
    }

    @Test
    void buildsOnceAndStartsAtOnceThen() throws Exception {
        ShellRun first = amend("status", "an id");
        ShellRun second = amend("list");

        assertThat(first.err()).hasLineCount(1).startsWith("amend: building target/amend");
        assertThat(first.out()).isEqualTo(folder + " status an id\n");
        assertThat(second).isEqualTo(new ShellRun(0, folder + " list\n", ""));
        assertThat(builds).hasContent("built");
    }

    @Test
    void buildsAgainAfterASourceChangedOrWent() throws Exception {
        amend("list");
        Path source = clone.resolve("engine/src/main/java/Some.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofSeconds(2))));
        amend("list");
        assertThat(builds).content().hasLineCount(2);

        Files.delete(source);
        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().plus(Duration.ofSeconds(4))));
        amend("list");
        assertThat(builds).content().hasLineCount(3);
    }

    @Test
    void buildsOnceForTwoThatStartTogether() throws Exception {
        CompletableFuture<ShellRun> other = CompletableFuture.supplyAsync(() -> {
            try {
                return amend("list");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        ShellRun mine = amend("list");

        assertThat(List.of(mine.out(), other.join().out())).containsOnly(folder + " list\n");
        assertThat(builds).hasContent("built");
        assertThat(clone.resolve("target/amend-build.lock")).doesNotExist();
    }

    @Test
    void takesOverTheLockOfABuildThatDied() throws Exception {
        Process died = new ProcessBuilder("true").start();
        died.waitFor();
        Files.createDirectories(clone.resolve("target"));
        Files.createSymbolicLink(clone.resolve("target/amend-build.lock"), Path.of(Long.toString(died.pid())));

        assertThat(amend("list").out()).isEqualTo(folder + " list\n");
    }

    @Test
    void showsWhyItCannotBuildAndStartsNothing() throws Exception {
        ShellRun.script(clone.resolve("mvnw"), "#!/bin/sh\necho noise\necho '[ERROR] the reason'\nexit 1\n");

        ShellRun run = amend("list");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .hasSize(3)
                .contains("[ERROR] the reason")
                .endsWith("amend: Cannot build Amend: the whole log is in " + clone + "/target/amend-build.log");
    }

    private ShellRun amend(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = clone.resolve("bin/amend").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return ShellRun.of(folder, Map.of("JAVA_HOME", System.getProperty("java.home")), List.of(command));
    }
}
