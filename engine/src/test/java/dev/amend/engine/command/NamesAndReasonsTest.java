package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.BackfillState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name or a reason is kept only if a terminal shows it as it is written, and shown so that it can't deceive. */
final class NamesAndReasonsTest {
    private static final String ID = SmallJournal.ID;

    /** Each with what is wrong with it. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("", "it is blank"),
            Map.entry(" ", "it is blank"),
            Map.entry("\u00a0\u2003", "it is blank"),
            Map.entry("a\nb", "U+000A"),
            Map.entry("a\rb", "U+000D"),
            Map.entry("a\tb", "U+0009"),
            Map.entry("\u001b[31mred", "U+001B"),
            Map.entry("\u009b31mred", "U+009B"),
            Map.entry("a\u0007", "U+0007"),
            Map.entry("a\u007f", "U+007F"),
            Map.entry("a\u202eb", "U+202E"),
            Map.entry("a\u2066b", "U+2066"),
            Map.entry("a\u200fb", "U+200F"),
            Map.entry("a\u200bb", "U+200B"),
            Map.entry("a\ufeffb", "U+FEFF"),
            Map.entry("a\u2028b", "U+2028"),
            Map.entry("a\u3164b", "U+3164"),
            Map.entry("a\ud800b", "U+D800"),
            Map.entry("a\udb40\udc41", "U+E0041"),
            Map.entry("J\ufffd\ufffdrgen", "U+FFFD"),
            Map.entry("x".repeat(100_000), "100000 characters are more than "));

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");

    private TestProgram.Outcome run(List<String> arguments) {
        return runBy("maria", arguments.toArray(String[]::new));
    }

    private TestProgram.Outcome runBy(String user, String... arguments) {
        return new TestProgram(clock, clock, Map.of("AMEND_STATE", dir.toString()), user).run(arguments);
    }

    static Stream<Arguments> takers() {
        return Stream.of(
                Arguments.of("approve", "--by", List.of("--reason", "fine")),
                Arguments.of("approve", "--reason", List.of("--by", "olga")),
                Arguments.of("reject", "--by", List.of("--reason", "no")),
                Arguments.of("reject", "--reason", List.of("--by", "olga")),
                Arguments.of("pause", "--by", List.of("--reason", "no")),
                Arguments.of("pause", "--reason", List.of()),
                Arguments.of("resume", "--by", List.of("--reason", "no")),
                Arguments.of("resume", "--reason", List.of()),
                Arguments.of("cancel", "--by", List.of("--reason", "no")),
                Arguments.of("cancel", "--reason", List.of()),
                Arguments.of("rollback", "--reason", List.of()),
                Arguments.of("retire", "--by", List.of()));
    }

    @ParameterizedTest
    @MethodSource("takers")
    void refusesWhatIsBlankTooLongOrNotPrintable(String command, String option, List<String> others) {
        REFUSED.forEach((refused, why) -> {
            List<String> arguments = new ArrayList<>(List.of(command, ID, option, refused));
            arguments.addAll(others);

            TestProgram.Outcome outcome = run(arguments);

            assertThat(outcome.exitCode())
                    .as("%s: %s", arguments, outcome.err())
                    .isEqualTo(2);
            assertThat(outcome.err())
                    .startsWith("amend: Invalid value for option '%s'".formatted(option))
                    .contains(why)
                    .hasSizeLessThan(300);
        });
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void takesNamesAndReasonsOfAllLanguagesUpToTheirLimits() {
        built();

        for (String name : List.of("Zoë O’Neil", "李雷", "أحمد", "x".repeat(200))) {
            assertThat(run(List.of("pause", ID, "--by", name, "--reason", "r".repeat(2_000)))
                            .exitCode())
                    .as(name)
                    .isZero();
        }
        assertThat(run(List.of("pause", ID, "--by", "x".repeat(201), "--reason", "so"))
                        .err())
                .startsWith("amend: Invalid value for option '--by': 201 characters are more than 200\n");
        assertThat(run(List.of("pause", ID, "--reason", "r".repeat(2_001))).err())
                .startsWith("amend: Invalid value for option '--reason': 2001 characters are more than 2000\n");
    }

    /** As Java reads what is not ASCII where the locale is C. */
    @ParameterizedTest
    @ValueSource(strings = {"J\ufffd\ufffdrgen Gro\ufffd", "J\udcc3rgen"})
    void saysHowToHaveANameReadThatWasReadWrongly(String name) {
        TestProgram.Outcome outcome = run(List.of("pause", ID, "--by", name, "--reason", "so"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("stands for what could not be read: set LC_ALL=C.UTF-8 (or another UTF-8 locale)");
    }

    /** Whoever has a name on a team's platform writes it with an @. */
    @Test
    void takesWhatBeginsWithAnAtSignAsItIs() throws IOException {
        built();
        Path file = Files.writeString(dir.resolve("owner"), "the contents of a file");

        for (String said : List.of("@" + file, "@finance", "@@finance")) {
            assertThat(run(List.of("pause", ID, "--by", said, "--reason", said, "-o", "json"))
                            .out())
                    .contains("\"by\" : \"%s\"".formatted(said), "\"reason\" : \"%s\"".formatted(said));
        }
    }

    @Test
    void refusesAUserWhoseNameIsNotPrintable() {
        built();

        TestProgram.Outcome outcome = runBy("ma\u001b[2Jria", "pause", ID, "--reason", "so");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("""
                        amend: Invalid name of the user: the character U+001B is not printable
                          where: the system property user.name
                          next:  Run the command as a user with a printable name
                        """);
        assertThat(runBy("ma\u001b[2Jria", "pause", ID, "--reason", "so", "--by", "olga")
                        .exitCode())
                .isZero();
    }

    private void built() {
        try (SmallJournal journal = SmallJournal.running(dir, clock)) {
            journal.built("aa11", "PASS");
        }
    }

    /** As a specification, an edit by hand or a summary of Iceberg may bring it. */
    @Test
    void showsWhatIsKeptInOneLineAndNotPrintableCharactersAsTheirCodes() {
        String evil = "so\u001b[2J\u202e\n  approval: valid";
        try (SmallJournal journal = SmallJournal.running(dir, clock)) {
            journal.report("aa11", "PASS").moved(BackfillState.PAUSED, evil).released(evil);
        }

        assertThat(run(List.of("status", ID)).out())
                .contains("  why:      so\\u{1b}[2J\\u{202e};   approval: valid (since ")
                .doesNotContain("\n  approval: valid");
        assertThat(run(List.of("history")).out()).endsWith("so\\u{1b}[2J\\u{202e};   approval: valid\n");
    }
}
