package dev.amend.specs.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.specs.error.SpecificationException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrozenTextTest {
    private static final String SPECIFICATION = """
            backfill_id: tax-fix
            owner: finance
            reason: {issue: FIN-1, change: the tax}
            source_range: {start: 2025-03-01, end: 2025-03-04}
            target: {table: shop.t, partition_key: d, key: [d, id]}
            sources:
              raw: {table: shop.raw, partition_key: d}
            transform: {file: query.sql}
            """;
    private static final String QUERY = """
            -- what is sold, without tax
            select d, id,
                v / 1.19 as v
            from raw where d between :batch_start and :batch_end
            """;

    private static ReadSpecification with(String query) {
        return SpecificationReader.read("tax-fix.yaml", SPECIFICATION, file -> query);
    }

    private static ReadSpecification again(ReadSpecification read) {
        return FrozenText.read("specification.yaml", FrozenText.of(read));
    }

    @Test
    void isTheFileAsItWasWrittenIfItNamesNoOther() {
        String text = SPECIFICATION.replace("{file: query.sql}", "{sql: select 1}");
        ReadSpecification read = SpecificationReader.read("tax-fix.yaml", text, file -> "");

        assertThat(FrozenText.of(read)).isEqualTo(text);
        assertThat(again(read)).isEqualTo(read);
    }

    @Test
    void holdsTheFilesThatItNamesForPeopleToRead() {
        assertThat(FrozenText.of(with(QUERY)))
                .startsWith(SPECIFICATION)
                .contains("\n  -- what is sold, without tax\n  select d, id,\n      v / 1.19 as v\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "select 1\n\n\n",
                "  select 1  \n\tfrom raw \n",
                "select 1\r\nfrom raw\r\n",
                "select '\u2028\u0085\uFEFF\u00e9\ud83d\ude00'",
                "select ':\\n # - \\u0041' --- \n--- # the files that it names, as they were read\n",
                "select '\u0001\u007f'"
            })
    void readsBackTheSame(String query) {
        assertThat(again(with(query))).isEqualTo(with(query));
    }

    @Property(tries = 300)
    void readsBackWhateverTextAFileHolds(@ForAll @NotBlank String query) {
        ReadSpecification read = with("select 1 -- " + query);

        assertThat(again(read)).isEqualTo(read);
    }

    @Test
    void refusesATextWithoutTheFileThatItNames() {
        assertThatThrownBy(() -> FrozenText.read("specification.yaml", SPECIFICATION))
                .isInstanceOf(SpecificationException.class)
                .hasMessageContaining("Cannot read 'query.sql'");
    }

    @Test
    void refusesATextWhoseFilesWereDamaged() {
        String frozen = FrozenText.of(with(QUERY));

        assertThatThrownBy(() -> FrozenText.read("specification.yaml", frozen.replace("\"query.sql\"", "[query.sql")))
                .isInstanceOf(SpecificationException.class)
                .hasMessageContaining("Cannot read 'query.sql'");
    }
}
