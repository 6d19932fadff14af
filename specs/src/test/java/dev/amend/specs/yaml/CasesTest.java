package dev.amend.specs.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.amend.specs.error.SpecificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder of {@code cases} holds a bad specification and what is said about it. */
final class CasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @ParameterizedTest
    @MethodSource("cases")
    void saysEveryMistake(String name) throws IOException {
        Path folder = CASES.resolve(name);

        SpecificationException refused = catchThrowableOfType(
                SpecificationException.class, () -> SpecificationReader.read(folder.resolve("spec.yaml")));

        assertThat(refused).as("a specification with a mistake").isNotNull();
        String problems = refused.problems().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(problems).isEqualTo(Files.readString(folder.resolve("expect-error.txt")));
    }

    @Test
    void thereIsACorpus() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(40);
    }

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }
}
