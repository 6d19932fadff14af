package dev.amend.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {

    @Test
    void makesColumnsAsWideAsTheyNeedToBe() {
        assertThat(TextTable.of(
                        List.of("day", "shop", "n"),
                        List.of(List.of("2026-01-05", "a", "1"), List.of("2026-01-06", "long name", "23"))))
                .isEqualTo("""
                        day         shop       n
                        2026-01-05  a          1
                        2026-01-06  long name  23""");
    }

    @Test
    void showsTheHeadingsOfAnEmptyAnswer() {
        assertThat(TextTable.of(List.of("day", "shop"), List.of())).isEqualTo("day  shop");
        assertThat(TextTable.of(List.of(), List.of())).isEmpty();
    }

    @Test
    void endsNoLineWithSpaces() {
        assertThat(TextTable.of(List.of("a", "b"), List.of(List.of("1", "")))).isEqualTo("a  b\n1");
    }
}
