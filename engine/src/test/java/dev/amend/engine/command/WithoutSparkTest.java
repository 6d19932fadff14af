package dev.amend.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.Amend;
import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.CommitIntent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that the launcher starts without Spark, in a process of their own that has none. */
final class WithoutSparkTest {
    private static final String ID = SmallJournal.ID;
    private static final Path LAUNCHER = Path.of("src/main/assembly/amend");
    private static final String STATUS = "-Damend.spark.status=86";

    /** What the light part of the distribution holds. */
    private static final Pattern LIGHT = Pattern.compile(
            "(amend-|picocli|jackson-(core|databind|annotations|datatype-jdk8)|snakeyaml|slf4j-api|pebble|unbescape).*");

    /** Arguments with which each command gets as far as it can. */
    private static final Map<String, List<String>> ARGUMENTS = Map.ofEntries(
            Map.entry("validate", List.of("SPEC")),
            Map.entry("status", List.of(ID)),
            Map.entry("list", List.of()),
            Map.entry("history", List.of()),
            Map.entry("report", List.of(ID)),
            Map.entry("pause", List.of(ID, "--reason", "month end")),
            Map.entry("resume", List.of(ID, "--reason", "done")),
            Map.entry("retry", List.of(ID, "--batch", "2026-01-12")),
            Map.entry("cancel", List.of(ID, "--reason", "not needed")),
            Map.entry("approve", List.of(ID, "--by", "olga", "--reason", "fine")),
            Map.entry("reject", List.of(ID, "--by", "olga", "--reason", "not so")));

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");

    /** What a process left. */
    private record Ended(int exitCode, String out, String err) {}

    /** Every command that the launcher starts without Spark, at first or for good. */
    static List<String> lightCommands() throws IOException {
        String script = Files.readString(LAUNCHER);
        String lists = listOf(script, "'' \\| help \\| ") + " | " + listOf(script, "(?=cancel)");
        return Arrays.stream(lists.split(" \\| "))
                .filter(CommandLineProgram.commands()::containsKey)
                .toList();
    }

    private static String listOf(String script, String beginning) {
        Matcher list = Pattern.compile("(?m)^ +" + beginning + "(.*)\\)$").matcher(script);
        assertThat(list.find()).as("the list of %s", LAUNCHER).isTrue();
        return list.group(1);
    }

    @Test
    void knowsWhatToGiveEachCommandOfTheLaunchersList() throws IOException {
        assertThat(ARGUMENTS).containsOnlyKeys(lightCommands());
    }

    @ParameterizedTest
    @MethodSource("lightCommands")
    void missesNoClassWhereAPublicationWasCutOff(String command) throws Exception {
        publicationCutOff();

        Ended ended = amend(STATUS, command, ARGUMENTS.get(command));

        assertThat(ended.err()).doesNotContain("Exception", "Error", "\tat ", "Unexpected");
        assertThat(ended.exitCode()).as(ended.err()).isIn(0, 2, 6, 86);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "approve", "reject"})
    void asksForSparkBeforeItSaysOrRecordsAnything(String command) throws Exception {
        SmallJournal journal = publicationCutOff();
        List<String> events = journal.events();

        assertThat(amend(STATUS, command, ARGUMENTS.get(command))).isEqualTo(new Ended(86, "", ""));

        assertThat(journal.events()).isEqualTo(events);
        assertThat(journal.journal().status().state()).isEqualTo(BackfillState.APPROVED);
    }

    @Test
    void asksForSparkToCancelWhatIsApproved() throws Exception {
        approved().close();

        assertThat(amend(STATUS, "cancel", ARGUMENTS.get("cancel")).exitCode()).isEqualTo(86);
        assertThat(amend(STATUS, "reject", ARGUMENTS.get("reject")).exitCode())
                .as("no commit is open: nothing to ask")
                .isZero();
    }

    /** Started by hand, from a class path of one's own. */
    @Test
    void saysThatSparkIsMissingWhereNobodyStartsItAgain() throws Exception {
        approved().close();

        assertThat(amend("-Dmine=1", "cancel", ARGUMENTS.get("cancel"))).isEqualTo(new Ended(2, "", """
                        amend: Cannot cancel tax-fix: its table must be asked whether it is published, and Spark is not on the class path
                          where: tax-fix
                          next:  Start it with the distribution's bin/amend, or with spark-submit
                        """));
    }

    /** The second process has what the distribution has for Spark: here nothing, so that it says so. */
    @Test
    void isStartedAgainByTheLauncherThatKnowsTheStatus() throws Exception {
        approved().close();
        Path home = installedDistribution();

        Ended ended = ended(
                List.of(home.resolve("bin/amend").toString(), "cancel", ID, "--reason", "not needed", "-o", "json"));

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(new ObjectMapper().readTree(ended.out()).at("/error/code").asText())
                .as("not asked again to be started again")
                .isEqualTo("NO_SPARK");
    }

    private Path installedDistribution() throws IOException {
        Path home = dir.toRealPath().resolve("home");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib/spark"));
        Files.createDirectories(home.resolve("conf"));
        Files.copy(LAUNCHER, home.resolve("bin/amend"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(LAUNCHER.resolveSibling("java.sh"), home.resolve("lib/java.sh"));
        Files.writeString(home.resolve("conf/spark.options"), "-Dslf4j.internal.verbosity=ERROR\n");

        Manifest names = new Manifest();
        names.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        names.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        lightClassPath()
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(home.resolve("lib/amend.jar")), names).close();
        return home;
    }

    private SmallJournal approved() {
        SmallJournal journal = SmallJournal.running(dir.resolve("state"), clock).built("aa11", "PASS");
        TestProgram program = new TestProgram(
                clock, clock, Map.of("AMEND_STATE", dir.resolve("state").toString()), "maria");
        assertThat(program.run("approve", ID, "--by", "olga", "--reason", "fine")
                        .exitCode())
                .isZero();
        return journal;
    }

    /** As a publish leaves it that was killed after it announced its commit. */
    private SmallJournal publicationCutOff() {
        SmallJournal journal = approved();
        journal.held().begin(CommitIntent.Kind.PUBLISH, SmallJournal.DIGEST, 1);
        journal.close();
        return journal;
    }

    private Ended amend(String property, String command, List<String> arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dslf4j.internal.verbosity=ERROR",
                property,
                "-cp",
                lightClassPath().collect(Collectors.joining(File.pathSeparator)),
                Amend.class.getName(),
                command));
        arguments.forEach(argument -> line.add(argument.equals("SPEC") ? anySpecification() : argument));
        return ended(line);
    }

    private Ended ended(List<String> line) throws Exception {
        Path out = dir.resolve("out");
        Path err = dir.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("AMEND_STATE", dir.resolve("state").toString());
        builder.environment().put("AMEND_JAVA_OPTS", "-Dslf4j.internal.verbosity=ERROR");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int exitCode = builder.start().waitFor();
        return new Ended(exitCode, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    private static Stream<String> lightClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.isDirectory(Path.of(entry))
                        || LIGHT.matcher(new File(entry).getName()).matches());
    }

    private static String anySpecification() {
        return Path.of("../specs/examples/revenue-tax-fix.yaml").toString();
    }
}
