package dev.amend.specs.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.specs.Validation;
import dev.amend.specs.error.SpecificationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long lists are read in a time that grows with them; the limits are far above what that takes. */
@Timeout(20)
final class LargeSpecificationTest {
    private static final String START = """
            backfill_id: tax-fix
            owner: finance
            reason: {issue: FIN-1, change: Tax}
            source_range: {start: 2024-12-01, end: 2024-12-31}
            target: {table: finance.revenue, partition_key: day, key: [day, shop], volatile: [%s]}
            transform: {sql: select 1}
            validation:
            """;

    @Test
    void readsManyExpectations() {
        Validation validation = read("at", many(20_000, "  m%d_delta_expected: \"0%%\"\n"));

        assertThat(validation.measures()).hasSize(20_000);
    }

    @Test
    void readsManyMeasuresWithTheirExpectations() {
        Validation validation = read(
                "at",
                "  measures:\n" + many(9_000, "    m%d: sum(a)\n") + many(9_000, "  m%d_delta_expected: \"0%%\"\n"));

        assertThat(validation.measures())
                .hasSize(9_000)
                .allMatch(measure -> measure.expectation().isPresent());
    }

    @Test
    void readsManyColumns() {
        Validation validation = read(many(40_000, "v%d,"), "  unchanged: [%s]\n".formatted(many(40_000, "u%d,")));

        assertThat(validation.unchanged()).hasSize(40_000);
    }

    @Test
    void namesTheFirstHundredMistakesAndHowManyMoreThereAre() {
        assertThatThrownBy(() -> read("at", many(5_000, "  nonsense_%d: 1\n")))
                .isInstanceOfSatisfying(SpecificationException.class, e -> {
                    assertThat(e.problems()).hasSize(5_000);
                    assertThat(e).hasMessageStartingWith("Invalid specification, 5000 problem(s):\n");
                    assertThat(e).hasMessageContaining("nonsense_99'").hasMessageEndingWith("\nand 4,900 more");
                    assertThat(e.getMessage().lines()).hasSize(102);
                });
    }

    private static String many(int count, String line) {
        return IntStream.range(0, count).mapToObj(line::formatted).collect(Collectors.joining());
    }

    private static Validation read(String volatileColumns, String validation) {
        return SpecificationReader.read("large.yaml", START.formatted(volatileColumns) + validation, file -> {
                    throw new IllegalStateException("No file is named: " + file);
                })
                .specification()
                .validation();
    }
}
