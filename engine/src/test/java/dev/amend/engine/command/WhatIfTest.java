package dev.amend.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each promise of {@code docs/what-if.md} has a test: {@code docs/what-if-tests.md} names them, and they exist. */
final class WhatIfTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("specs", "reconciliation", "publish", "engine");
    private static final Pattern QUESTION = Pattern.compile("(?m)^### (.+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!question|---)(.+?) \\| (.+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyQuestionHasItsTests() {
        List<String> questions = QUESTION.matcher(read("docs/what-if.md"))
                .results()
                .map(heading -> heading.group(1))
                .toList();

        assertThat(listed().keySet()).containsExactlyElementsOf(questions);
        assertThat(listed().values()).allSatisfy(tests -> assertThat(tests).isNotEmpty());
    }

    @Test
    void everyTestThatIsNamedExists() {
        Map<String, String> sources = testSources();
        List<String> missing = listed().values().stream()
                .flatMap(Collection::stream)
                .distinct()
                .filter(test -> !exists(test, sources))
                .toList();

        assertThat(missing).isEmpty();
    }

    private static boolean exists(String test, Map<String, String> sources) {
        String[] parts = test.split("#", 2);
        return sources.getOrDefault(parts[0], "").contains("void " + parts[1] + "(");
    }

    /** The tests by question, in the order of the page. */
    private static Map<String, List<String>> listed() {
        Map<String, List<String>> listed = new LinkedHashMap<>();
        ROW.matcher(read("docs/what-if-tests.md"))
                .results()
                .forEach(row -> listed.put(row.group(1), tests(row.group(2))));
        return listed;
    }

    private static List<String> tests(String cell) {
        return TEST.matcher(cell)
                .results()
                .map((MatchResult test) -> test.group(1) + "#" + test.group(2))
                .toList();
    }

    /** The text of each test class by its name. */
    private static Map<String, String> testSources() {
        Map<String, String> sources = new HashMap<>();
        for (String module : MODULES) {
            for (Path file : javaFiles(ROOT.resolve(module).resolve("src/test/java"))) {
                sources.put(file.getFileName().toString().replace(".java", ""), read(file));
            }
        }
        return sources;
    }

    private static List<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".java")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String page) {
        return read(ROOT.resolve(page));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
