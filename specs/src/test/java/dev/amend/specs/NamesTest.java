package dev.amend.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    private static final String MARKUP = "\"><img src=x onerror=alert(1)>";

    @Test
    void aBackfillNamesItsRefs() {
        assertThat(new BackfillId("revenue-tax-fix-2026-06").refName()).isEqualTo("amend_revenue_tax_fix_2026_06");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                "-ab",
                "ab-",
                "Abc",
                "a_b",
                "a/b",
                "a.b",
                "a b",
                "a`b",
                "ä-b",
                "",
                "tax-fix" + MARKUP,
                MARKUP
            })
    void isNoBackfillId(String text) {
        assertThatThrownBy(() -> new BackfillId(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid backfill_id '%s': expected".formatted(text));
    }

    @Test
    void aTableIsQuotedPartByPart() {
        TableId table = TableId.parse("lake.finance.daily_revenue");

        assertThat(table.quoted()).isEqualTo("`lake`.`finance`.`daily_revenue`");
        assertThat(table.quotedAtBranch("amend_x")).isEqualTo("`lake`.`finance`.`daily_revenue`.`branch_amend_x`");
        assertThat(table.name()).isEqualTo("daily_revenue");
        assertThat(table).hasToString("lake.finance.daily_revenue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revenue",
                "a.",
                ".a",
                "a..b",
                "a.b`",
                "a.b c",
                "a.1b",
                "a.b;drop",
                "a.b" + MARKUP,
                "a." + MARKUP,
                MARKUP + ".b"
            })
    void isNoTable(String text) {
        assertThatThrownBy(() -> TableId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid table '%s': expected".formatted(text));
    }

    @Test
    void rowsMayMoveByANumberOrAPercentage() {
        assertThat(RowTolerance.parse("2").allows(10, 8)).isTrue();
        assertThat(RowTolerance.parse("2").allows(10, 13)).isFalse();
        assertThat(RowTolerance.parse("0.1%").allows(1000, 1001)).isTrue();
        assertThat(RowTolerance.parse("0.1%").allows(1000, 998)).isFalse();
        assertThat(RowTolerance.NONE.allows(0, 0)).isTrue();
    }
}
