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
        Files.createDirectories(home.resolve("lib/example-state"));
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

    /** The journal alone does not tell whether a publication that was cut off has happened. */
    @ParameterizedTest
    @ValueSource(strings = {"cancel", "approve", "reject"})
    void startsAgainWithSparkWhatAsksForIt(String command) throws Exception {
        javaThatAsksForSpark("exit 86");
        Files.writeString(folder.resolve("in"), "what was typed");

        ShellRun run = ShellRun.of(
                folder,
                environment,
                List.of(
                        "sh",
                        "-c",
                        "exec \"$0\" \"$@\" <in",
                        home + "/bin/amend",
                        command,
                        "an-id",
                        "--reason",
                        "*  two words",
                        ""));

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out().lines())
                .contains(home + "/lib/amend.jar:" + home + "/lib/spark/*")
                .endsWith("dev.amend.Amend", command, "an-id", "--reason", "*  two words", "", "what was typed")
                .noneMatch(argument -> argument.contains("amend.spark.status"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 6})
    void endsWithTheCodeOfADecisionThatNeededNoSpark(int code) throws Exception {
        javaThatAsksForSpark("exit " + code);

        assertThat(amend("reject", "an-id")).isEqualTo(new ShellRun(code, "", ""));
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void startsNothingAgainAfterASignal(String signal, int code) throws Exception {
        javaThatAsksForSpark(
                "grep -q bin/amend /proc/$PPID/cmdline && kill -%s $PPID; sleep 0.2; exit 86".formatted(signal));

        // a build in the background ignores some signals, and so would the script
        List<String> command =
                List.of("/usr/bin/env", "--default-signal=TERM,INT,HUP", home + "/bin/amend", "cancel", "an-id");
        assertThat(ShellRun.of(folder, environment, command)).isEqualTo(new ShellRun(code, "", ""));
    }

    /** Asks for Spark, or does what it is told, if it is told how; with Spark it says what it got and ends with 4. */
    private void javaThatAsksForSpark(String without) throws IOException {
        ShellRun.script(jdk.resolve("bin/java"), """
                #!/bin/sh
                case " $* " in
                    *" -XX:ArchiveClassesAtExit="*) exit ;;
                    *" -Damend.spark.status=86 "*) %s ;;
                esac
                printf '%%s\\n' "$@"
                cat
                exit 4
                """.formatted(without));
    }

    /** The name of a person and a reason are in the language of whoever says them. */
    @ParameterizedTest
    @CsvSource({
        "'', '', '', C.UTF-8",
        "C, '', '', C.UTF-8",
        "POSIX, '', de_DE.UTF-8, C.UTF-8",
        "'', C, de_DE.UTF-8, C.UTF-8",
        "'', '', C, C.UTF-8",
        "'', '', de_DE.UTF-8, ''",
        "de_DE.ISO-8859-1, '', C, de_DE.ISO-8859-1"
    })
    void readsArgumentsAsUtf8UnlessTheLocaleSaysSomethingElse(String all, String ctype, String lang, String expected)
            throws Exception {
        environment.putAll(Map.of("LC_ALL", all, "LC_CTYPE", ctype, "LANG", lang));
        ShellRun.script(jdk.resolve("bin/java"), "#!/bin/sh\nprintf '%s' \"$LC_ALL\"\n");

        assertThat(amend("list").out()).isEqualTo(expected);
        assertThat(amend("plan").out()).isEqualTo(expected);
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
