package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets are planted wherever a command line, the environment, a configuration or a specification can carry them, and
 * looked for in everything that a command leaves behind.
 */
final class PlantedSecretsTest {
    private static final Pattern PLANTED = Pattern.compile("planted");
    private static final String ADDRESS = "https://maria:planted@wiki.example/FIN-7";

    @TempDir
    private Path dir;

    @BeforeEach
    void aBackfillWithAReport() {
        try (SmallJournal journal = SmallJournal.running(state(), clock())) {
            journal.built("aa11", "PASS");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status tax-fix --state s3://key:planted@bucket/state",
                "list --state jdbc:postgresql://db/state?user=amend&password=planted",
                "status tax-fix --config /nowhere/amend.yaml?token=planted",
                "status https://maria:planted@wiki.example",
                "status tax-fix --password=planted",
                "pause tax-fix --reason https://maria:planted@wiki.example",
                "pause tax-fix --by Authorization:Bearer:planted --reason password=planted",
                "approve tax-fix --by maria?sig=planted --reason s3://b/k?X-Amz-Signature=planted",
                "reject tax-fix --by maria --reason spark.sql.catalog.lake.credential=id:planted",
                "resume tax-fix --reason jdbc:sqlserver://h;user=u;password={planted;planted}",
                "cancel tax-fix --reason fs.s3a.secret.key=planted",
                "report tax-fix --to /proc/nowhere/secret_key=planted/report.html",
                "validate https://maria:planted@wiki.example/spec.yaml",
            })
    void areNowhereInWhatACommandLeavesBehind(String command) throws IOException {
        assertThat(leftBehind(Map.of("AMEND_STATE", state().toString()), command))
                .noneMatch(PLANTED.asPredicate())
                .anyMatch(text -> text.contains("•••"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMEND_STATE", "AMEND_CONFIG"})
    void areNotTakenOverFromTheEnvironment(String variable) throws IOException {
        assertThat(leftBehind(Map.of(variable, "s3://key:planted@bucket/amend"), "status tax-fix"))
                .noneMatch(PLANTED.asPredicate())
                .anyMatch(text -> text.contains("s3:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state: s3://key:planted@bucket/state",
                "https://maria:planted@wiki.example: x",
                "spark.sql.catalog.lake.token=planted: x",
            })
    void areNotTakenOverFromAConfiguration(String line) throws IOException {
        Path file = Files.writeString(dir.resolve("amend.yaml"), line);

        assertThat(leftBehind(Map.of("AMEND_CONFIG", file.toString()), "status tax-fix"))
                .noneMatch(PLANTED.asPredicate())
                .anyMatch(text -> text.contains("•••"));
    }

    @Test
    void areRefusedInASpecificationSinceTheJournalKeepsIt() throws IOException {
        String text = SmallLake.specification("tax-fix")
                .replace("change: Take", "change: See %s and take".formatted(ADDRESS))
                .replace("from events", "from events -- jdbc:postgresql://db/x?password=planted&ssl=true");
        Path file = Files.writeString(dir.resolve("tax-fix.yaml"), text);

        TestProgram.Outcome outcome = run(Map.of(), "validate", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .doesNotContain("planted")
                .contains("Invalid specification, 2 problem(s):")
                .contains("tax-fix.yaml:6:11: reason.change: Invalid change: it holds a password, a token or another"
                        + " credential. The journal and the report keep what a specification says: remove it");
    }

    private List<String> leftBehind(Map<String, String> environment, String command) throws IOException {
        List<String> left = new ArrayList<>();
        for (String more : List.of("", " -o json", " --debug", " -o json --debug")) {
            TestProgram.Outcome outcome = run(environment, (command + more).split(" "));
            left.addAll(List.of(outcome.out(), outcome.err()));
        }
        try (Stream<Path> files = Files.walk(state())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                left.add(Files.readString(file));
            }
        }
        return left;
    }

    private static TestProgram.Outcome run(Map<String, String> environment, String... arguments) {
        String[] command = Arrays.stream(arguments)
                .map(word -> word.replace("Bearer:", "Bearer "))
                .toArray(String[]::new);
        return new TestProgram(clock(), clock(), environment, "maria").run(command);
    }

    private static ManualClock clock() {
        return new ManualClock("2026-06-01T10:00:00Z");
    }

    private Path state() {
        return dir.resolve("state");
    }
}
