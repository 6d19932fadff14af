package dev.amend.reconciliation.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.specs.text.Identifier;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SqlTemplateTest {
    private static final SqlTemplate TEMPLATE =
            new SqlTemplate("count", "select count(*) from {{table}} where {{where}}");

    @Test
    void fillsEveryHole() {
        assertThat(TEMPLATE.render(Map.of("table", "`a`.`b$1`", "where", "x = :y")))
                .isEqualTo("select count(*) from `a`.`b$1` where x = :y");
    }

    @Test
    void refusesAMissingAndAnUnusedHole() {
        assertThatThrownBy(() -> TEMPLATE.render(Map.of("table", "t")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("count.sql: nothing fills {{where}}");
        assertThatThrownBy(() -> TEMPLATE.render(Map.of("table", "t", "where", "true", "order", "x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("count.sql: there is no hole for [order]");
    }

    @Test
    void quotesIdentifiers() {
        assertThat(Identifier.quoted("odd`name")).isEqualTo("`odd``name`");
    }
}
