package dev.amend.specs.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.specs.error.SpecificationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever an editor leaves behind is either valid, or refused with a place; nothing else ever happens. */
final class MutationTest {
    private static final List<String> WORDS = List.of(
            ":",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "!!str ",
            "!x ",
            "|",
            ">",
            "\"",
            "'",
            "#",
            "\t",
            "\n",
            "  ",
            "---",
            "...",
            "%YAML 1.1",
            "? ",
            "<<: ",
            "~",
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "9999999999999999999",
            "2024-02-30",
            "9999-12-31",
            "-0",
            "0x10",
            "\u0000",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\uD83D\uDE00",
            "ä",
            "\\",
            "sum(x)",
            "99d",
            "old",
            "execution",
            "max_concurrency",
            "target",
            "\r",
            "@",
            "`",
            ",",
            "\\x41",
            "\"\\UFFFFFFFF\"");

    private final String file = text("examples/hourly-sessions.yaml");
    private final String everyKey = text("src/test/resources/every-key.yaml");

    @Property(tries = 600)
    void isValidOrRefusedWithAPlace(@ForAll("edits") List<Edit> edits) {
        assertReadOrRefused(edited(file, edits));
    }

    @Property(tries = 400)
    void everyKeyMayBeDamaged(@ForAll("edits") List<Edit> edits) {
        assertReadOrRefused(edited(everyKey, edits));
    }

    @Property(tries = 300)
    void linesMayBeLostOrShuffled(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(file.lines().toList());
        lines.removeIf(line -> random.nextInt(20) == 0);
        Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));

        assertReadOrRefused(String.join("\n", lines));
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<Edit> edit = Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.oneOf(
                                Arbitraries.of(WORDS),
                                Arbitraries.strings().all().ofMaxLength(6)))
                .as(Edit::new);
        return edit.list().ofMinSize(1).ofMaxSize(4);
    }

    private static void assertReadOrRefused(String yaml) {
        int lines = yaml.split("\r\n|[\r\n\u0085\u2028\u2029]", -1).length;
        try {
            assertThat(SpecificationReader.read("spec.yaml", yaml, MutationTest::load)
                            .specification()
                            .digest())
                    .hasSize(64);
        } catch (SpecificationException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.line()).isBetween(1, lines);
                assertThat(problem.column()).isPositive();
                assertThat(problem.message()).isNotBlank().doesNotContain("\n");
            });
        }
    }

    private static String load(String name) {
        if (name.equals("hourly-sessions.sql")) {
            return "select 1";
        }
        throw new UncheckedIOException(new NoSuchFileException(name));
    }

    private static String edited(String text, List<Edit> edits) {
        String edited = text;
        for (Edit edit : edits) {
            int at = (int) (edit.position() * edited.length());
            int end = Math.min(edited.length(), at + edit.removed());
            edited = edited.substring(0, at) + edit.inserted() + edited.substring(end);
        }
        return edited;
    }

    private static String text(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At a part of the text, so many characters are replaced by others. */
    record Edit(double position, int removed, String inserted) {}
}
