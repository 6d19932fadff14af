package dev.amend.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution's bin/amend, with a java that only says what it was told. */
final class LauncherTest {
    private static final Path SOURCES = Path.of("src/main/assembly");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path home;
    private Path jdk;

    @BeforeEach
    void installTheScriptsAndAFakeJdk() throws IOException {
        home = Files.createDirectories(folder.toRealPath().resolve("a home with spaces"));
        ShellRun.script(home.resolve("bin/amend"), Files.readString(SOURCES.resolve("amend")));
        ShellRun.script(home.resolve("lib/java.sh"), Files.readString(SOURCES.resolve("java.sh")));
        jdk = folder.toRealPath().resolve("jdk");
        ShellRun.script(jdk.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        javaVersion("17.0.15");
        environment.put("JAVA_HOME", jdk.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "validate spec.yaml",
                "status an-id -o json",
                "-o json status an-id",
                "--state run list",
                "pause an-id --reason plan",
                "resume an-id",
                "cancel an-id",
                "throttle an-id max_concurrency=1",
                "retry an-id",
                "report an-id",
                "failures an-id",
                "approve an-id",
                "reject an-id",
                "history"
            })
    void startsWhatNeedsNoSparkWithoutIt(String commandLine) throws Exception {
        List<String> told = amend(commandLine.split(" ", -1)).out().lines().toList();

        assertThat(told)
                .contains(home + "/lib/amend.jar:" + home + "/lib/light/slf4j-api.jar:" + home
                        + "/lib/light/slf4j-simple.jar")
                .contains("-XX:TieredStopAtLevel=1")
                .endsWith(told("dev.amend.Amend", commandLine))
                .noneMatch(argument -> argument.contains("/lib/spark"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan spec.yaml",
                "prove spec.yaml",
                "run spec.yaml",
                "--config list run spec.yaml",
                "reconcile an-id",
                "rebase an-id",
                "publish an-id",
                "verify an-id",
                "rollback an-id",
                "retire an-id",
                "doctor",
                "demo",
                "sql list",
                "a-command-of-tomorrow"
            })
    void startsEverythingElseWithSparkAndAHeapThatCanBeSet(String commandLine) throws Exception {
        environment.put("AMEND_JAVA_OPTS", "-Xmx8g -Dmine=1");

        List<String> told = amend(commandLine.split(" ", -1)).out().lines().toList();

        assertThat(told)
                .contains(home + "/lib/amend.jar:" + home + "/lib/spark/*")
                .contains("@" + home + "/conf/spark.options")
                .containsSubsequence("-Xmx2g", "-Xmx8g", "-Dmine=1", "dev.amend.Amend")
                .endsWith(told("dev.amend.Amend", commandLine));
    }

    @Test
    void startsWithOneCollectorThatSuitsTheCommand() throws Exception {
        assertThat(amend("status", "an-id").out().lines()).contains("-XX:+UseSerialGC");
        assertThat(amend("plan", "a.yaml").out().lines()).contains("-XX:+UseParallelGC");
    }

    /** Java starts with none if it is told two. */
    @ParameterizedTest
    @CsvSource({
        "AMEND_JAVA_OPTS, status",
        "AMEND_JAVA_OPTS, plan",
        "JAVA_TOOL_OPTIONS, status",
        "JDK_JAVA_OPTIONS, plan"
    })
    void leavesTheCollectorToWhoeverChoseOne(String variable, String command) throws Exception {
        environment.put(variable, "-Xmx3g -XX:+UseG1GC");

        assertThat(amend(command, "a.yaml").out().lines()).doesNotContain("-XX:+UseSerialGC", "-XX:+UseParallelGC");
    }

    @Test
    void keepsTheCallersFolderAndItsArgumentsAsTheyAre() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("bin/amend"));
        ShellRun.script(jdk.resolve("bin/java"), "#!/bin/sh\npwd\nprintf '%s\\n' \"$@\"\n");

        ShellRun run = ShellRun.of(
                jdk, environment, List.of(link.toString(), "pause", "an-id", "--reason", "*  two words", ""));

        assertThat(run.out().lines()).startsWith(jdk.toString()).endsWith("--reason", "*  two words", "");
    }

    @Test
    void writesTheArchiveOfClassesOnceAndUsesItThen() throws Exception {
        // A JVM that is told to leave an archive leaves one, and notes that it did
        ShellRun.script(jdk.resolve("bin/java"), """
                #!/bin/sh
                for argument in "$@"; do
                    case $argument in
                        -XX:ArchiveClassesAtExit=*) : >"${argument#*=}"; echo written >>"%s" ;;
                        *) printf '%%s\\n' "$argument" ;;
                    esac
                done
                """.formatted(folder.resolve("notes")));
        Path archive = home.resolve("lib/archive/17.0.15" + home + "/amend.jsa");

        ShellRun first = amend("list");
        await("the archive of the first start").until(() -> Files.exists(archive));
        ShellRun second = amend("list");

        assertThat(first.out()).doesNotContain("-XX:SharedArchiveFile");
        assertThat(second.out().lines()).contains("-XX:SharedArchiveFile=" + archive);
        assertThat(folder.resolve("notes")).hasContent("written");
    }

    @Test
    void startsWithoutAnArchiveWhereNoneCanBeWritten() throws Exception {
        Files.writeString(home.resolve("lib/archive"), "in the way of the folder");

        ShellRun run = amend("list");

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).endsWith("dev.amend.Amend", "list");
    }

    @Test
    void saysWhichJavaIsTooOldAndWhatToDo() throws Exception {
        javaVersion("11.0.2");

        ShellRun run = amend("list");

        assertThat(run)
                .isEqualTo(new ShellRun(
                        1,
                        "",
                        "amend: Cannot run with Java 11.0.2 (%s/bin/java): Amend needs 17 or later.".formatted(jdk)
                                + " Install a JDK (17 or 21), and set JAVA_HOME to it or put its java on the PATH\n"));
    }

    @Test
    void saysWhichJavaIsTooNewForSpark() throws Exception {
        javaVersion("25.0.3");

        assertThat(amend("list").exitCode()).isZero();
        assertThat(amend("run", "spec.yaml").err())
                .isEqualTo("amend: Cannot run 'run' with Java 25.0.3 (%s/bin/java):".formatted(jdk)
                        + " its Spark runs on Java 17 to 22."
                        + " Install a JDK (17 or 21), and set JAVA_HOME to it or put its java on the PATH\n");
    }

    @Test
    void saysThatJavaHomeIsWrong() throws Exception {
        environment.put("JAVA_HOME", "/no/such/jdk");

        assertThat(amend("list").err())
                .startsWith("amend: Cannot find java: there is no /no/such/jdk/bin/java, where JAVA_HOME points to.");
    }

    private void javaVersion(String version) throws IOException {
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    }

    private ShellRun amend(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of(home.resolve("bin/amend").toString()), Stream.of(arguments))
                .toList();
        return ShellRun.of(folder, environment, command);
    }

    private static String[] told(String mainClass, String commandLine) {
        return Stream.concat(Stream.of(mainClass), Stream.of(commandLine.split(" ", -1)))
                .toArray(String[]::new);
    }
}
