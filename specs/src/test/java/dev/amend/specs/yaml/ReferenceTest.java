package dev.amend.specs.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/specification.md} says of every key what the reader does. */
final class ReferenceTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| .*$");

    private final String reference = Files.readString(Path.of("../docs/reference/specification.md"));
    private final Map<String, String> rows = rows();

    ReferenceTest() throws IOException {}

    @Test
    void namesEveryKeyAndNoOther() {
        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(SpecificationShape.PATHS.stream()
                        .map(ReferenceTest::written)
                        .toList());
    }

    @Test
    void marksWhatIsNotSupportedYet() {
        for (NotSupportedYet.Refusal refusal : NotSupportedYet.REFUSALS) {
            String key = written(refusal.key());
            boolean oneValueOnly = refusal.shown().contains(":");
            rows.forEach((row, text) -> {
                if (row.equals(key) || (!oneValueOnly && isBelow(row, key))) {
                    assertThat(text.toLowerCase(Locale.ROOT)).as(row).contains("not supported yet");
                }
            });
        }
    }

    @Test
    void marksNothingElse() {
        rows.forEach((row, text) -> {
            boolean refused = NotSupportedYet.REFUSALS.stream()
                    .map(refusal -> written(refusal.key()))
                    .anyMatch(key -> row.equals(key) || isBelow(row, key));
            assertThat(text.toLowerCase(Locale.ROOT).contains("not supported yet"))
                    .as(row)
                    .isEqualTo(refused);
        });
    }

    @Test
    void showsAnExampleThatIsRead() throws IOException {
        String example = Files.readString(Path.of("examples/minimal.yaml"));
        String body = example.substring(example.indexOf("backfill_id"));

        assertThat(reference).contains("```yaml\n" + body + "```");
    }

    private static boolean isBelow(String row, String key) {
        return row.startsWith(key + ".") || row.startsWith(key + "[");
    }

    private static String written(String path) {
        return path.replace("*", "NAME");
    }

    private Map<String, String> rows() {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = ROW.matcher(reference);
        while (matcher.find()) {
            assertThat(found.put(matcher.group(1), matcher.group()))
                    .as(matcher.group(1))
                    .isNull();
        }
        return found;
    }
}
