package dev.amend.reconciliation.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CellValueTest {

    @Test
    void keepsTheBeginningOfALongText() {
        assertThat(CellValue.of("x".repeat(200)).text()).isEqualTo("x".repeat(200));
        assertThat(CellValue.of("x".repeat(201)).text()).isEqualTo("x".repeat(200) + "…");
    }

    /** Half a character can't be written as UTF-8: a report with one could not be stored. */
    @Test
    void partsNoCharacter() {
        String shown = CellValue.of("x".repeat(199) + "😀 and more").text();

        assertThat(shown).isEqualTo("x".repeat(199) + "😀…");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(shown)).isTrue();
    }
}
