package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.gates.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineProgramTest {
    private static final String[] COMMANDS = {
        "validate",
        "plan",
        "prove",
        "run",
        "rebase",
        "status",
        "list",
        "pause",
        "resume",
        "cancel",
        "retry",
        "report",
        "explain",
        "approve",
        "reject",
        "publish",
        "verify",
        "rollback",
        "retire",
        "history",
        "sql",
        "doctor",
        "demo"
    };

    @TempDir
    private Path dir;

    @TempDir
    private Path elsewhere;

    private TestProgram.Outcome run(String... arguments) {
        ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");
        return new TestProgram(clock, clock, Map.of("AMEND_STATE", dir.toString()), "maria").run(arguments);
    }

    @Test
    void listsEveryCommand() {
        TestProgram.Outcome help = run("--help");

        assertThat(help.exitCode()).isZero();
        for (String command : COMMANDS) {
            assertThat(help.out()).containsPattern("(?m)^  " + command + " +\\S");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "run", "status", "approve", "rollback", "sql"})
    void explainsEachCommand(String command) {
        TestProgram.Outcome help = run(command, "--help");

        assertThat(help.exitCode()).as(help.err()).isZero();
        assertThat(help.out()).startsWith("Usage: amend %s ".formatted(command));
    }

    @Test
    void saysItsVersion() {
        assertThat(run("--version").out()).startsWith("amend ");
    }

    @Test
    void warnsOfAStateThatEveryoneMayChangeWhenItWritesToIt() throws IOException {
        SmallJournal.running(dir, new ManualClock("2026-06-01T10:00:00Z")).close();
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(run("status", "tax-fix").err()).isEmpty();
        assertThat(run("pause", "tax-fix", "--reason", "lunch").err())
                .isEqualTo(
                        "amend: warning: Every user of this machine may change the state %1$s. Run 'chmod -R o= %1$s'\n"
                                .formatted(dir));
    }

    @Test
    void refusesAnUnknownCommand() {
        assertThat(run("publsh", "tax-fix")).isEqualTo(new TestProgram.Outcome(2, "", """
                        amend: Unmatched arguments from index 0: 'publsh', 'tax-fix'
                          where: amend
                          next:  See 'amend --help'
                        """));
    }

    @Test
    void refusesToDoNothing() {
        TestProgram.Outcome nothing = run();

        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).endsWith("  next:  See 'amend --help'\n");
    }

    @Test
    void namesAnOptionThatIsMissing() {
        assertThat(run("pause", "tax-fix")).isEqualTo(new TestProgram.Outcome(2, "", """
                        amend: Missing required option: '--reason=TEXT'
                          where: pause
                          next:  See 'amend pause --help'
                        """));
    }

    @Test
    void namesAParameterThatIsMissing() {
        assertThat(run("status").err()).startsWith("amend: Missing required parameter: 'ID'\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o json", "-o=json", "-ojson"})
    void tellsAProgramOfWrongUsageInOneDocument(String format) {
        String[] arguments = ("pause tax-fix " + format).split(" ");

        TestProgram.Outcome outcome = run(arguments);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.json().toString())
                .isEqualTo(
                        "{\"error\":{\"code\":\"USAGE\",\"message\":\"Missing required option: '--reason=TEXT'\",\"where\":\"pause\",\"next\":\"See 'amend pause --help'\"}}");
    }

    @Test
    void tellsAProgramOfAFailureInOneDocumentAndNothingElse() {
        TestProgram.Outcome outcome = run("status", "tax-fix", "-o", "json");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.json().at("/error/code").asText()).isEqualTo("UNKNOWN_BACKFILL");
        assertThat(outcome.json().at("/error").fieldNames())
                .toIterable()
                .containsExactly("code", "message", "where", "next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "report", "publish", "rebase", "verify"})
    void takesANameThatCanBeNoBackfillAsWrongUsage(String command) {
        TestProgram.Outcome outcome = run(command, "../Tax");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith(
                        "amend: Invalid backfill_id '../Tax': expected 3 to 63 lower-case letters, digits and dashes");
    }

    @Test
    void takesALimitOfNoBatchesAsWrongUsage() throws IOException {
        Path specification =
                Files.writeString(dir.resolve("s.yaml"), dev.amend.engine.lakehouse.SmallLake.specification("tax-fix"));

        TestProgram.Outcome outcome = run("run", specification.toString(), "--max-batches", "0");

        assertThat(outcome).isEqualTo(new TestProgram.Outcome(2, "", """
                        amend: Invalid --max-batches: 0 is less than 1
                          where: run
                          next:  See 'amend run --help'
                        """));
    }

    @ParameterizedTest
    @CsvSource({
        "--all, --all: it goes with --dry-run",
        "--report x, --report: it goes with --dry-run",
        "--dry-run --all --max-batches 3, --all: it contradicts --max-batches",
        "--dry-run --stop-after 2026-07-05T18:00:00Z, --stop-after: it has no effect on a dry run"
    })
    void refusesOptionsOfARunThatHaveNoEffect(String options, String reason) throws IOException {
        Path specification = specification();

        TestProgram.Outcome outcome =
                run("run %s %s".formatted(specification, options).split(" "));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("amend: Invalid " + reason);
    }

    @Test
    void aDryRunWritesItsReportNeitherOverAFileNorIntoTheState() throws IOException {
        Path specification = specification();

        assertThat(run("run", specification.toString(), "--dry-run", "--report", specification.toString()))
                .isEqualTo(new TestProgram.Outcome(2, "", """
                        amend: Cannot write the report of the dry run: no folder can be created there
                          where: %s
                          next:  Name another folder with --report
                        """.formatted(specification)));
        assertThat(run("run", specification.toString(), "--dry-run", "--report", dir + "/x/../tax-fix/reports")
                        .err())
                .startsWith(
                        "amend: Cannot write the report of the dry run: that folder is a part of the state, which a dry run leaves alone\n");
        assertThat(dir.resolve("tax-fix")).doesNotExist();
    }

    private Path specification() throws IOException {
        return Files.writeString(
                elsewhere.resolve("s.yaml"), dev.amend.engine.lakehouse.SmallLake.specification("tax-fix"));
    }

    @Test
    void listsTheMistakesOfASpecificationWithoutStartingSpark() throws IOException {
        Path specification = Files.writeString(dir.resolve("s.yaml"), "version: 2\nbackfill_id: X\n");

        TestProgram.Outcome outcome = run("run", specification.toString(), "-o", "json");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.json().at("/error/problems").size()).isGreaterThan(3);
        assertThat(run("validate", specification.toString()).exitCode()).isEqualTo(2);
    }
}
