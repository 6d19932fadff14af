package dev.amend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of CONTRIBUTING.md that are not used: in no message, report, help text, comment or document. */
final class WordsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+?) \\| [^|]+ \\|$");
    private static final List<String> TEXTS = List.of(".java", ".peb", ".md", ".sql", ".yaml");
    private static final int LISTED = 40;

    @Test
    void fortyWordsAreListed() throws IOException {
        assertThat(words()).hasSize(LISTED).doesNotHaveDuplicates();
    }

    @Test
    void noneOfThemIsUsed() throws IOException {
        Pattern words = Pattern.compile(
                words().stream()
                        .map(word ->
                                Stream.of(word.split(" ")).map(Pattern::quote).collect(Collectors.joining("\\s+")))
                        .collect(Collectors.joining("|", "(?i)(?<![\\w-])(?:", ")(?![\\w-])")),
                Pattern.MULTILINE);
        List<Path> texts = texts();
        assertThat(texts).hasSizeGreaterThan(400);

        List<String> found = new ArrayList<>();
        for (Path text : texts) {
            Matcher matcher = words.matcher(withoutTheList(Files.readString(text)));
            while (matcher.find()) {
                found.add("%s: %s".formatted(text, matcher.group()));
            }
        }
        assertThat(found).as("words that CONTRIBUTING.md lists as not used").isEmpty();
    }

    private static List<String> words() throws IOException {
        String text = Files.readString(ROOT.resolve("CONTRIBUTING.md"));
        return ROW.matcher(list(text))
                .results()
                .map(row -> row.group(1))
                .filter(word -> !word.equals("not") && !word.startsWith("-"))
                .toList();
    }

    private static String list(String text) {
        return text.substring(text.indexOf("## Words"));
    }

    private static String withoutTheList(String text) {
        return text.contains("\n## Words\n") ? text.substring(0, text.indexOf("\n## Words\n")) : text;
    }

    private static List<Path> texts() throws IOException {
        List<Path> texts = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        texts.add(ROOT.resolve("CHANGELOG.md"));
        for (String folder :
                List.of("docs", "specs/src/main", "publish/src/main", "reconciliation/src/main", "engine/src/main")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> TEXTS.stream().anyMatch(file.toString()::endsWith))
                        .forEach(texts::add);
            }
        }
        return texts;
    }
}
