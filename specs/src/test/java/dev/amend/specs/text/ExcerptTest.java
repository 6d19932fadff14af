package dev.amend.specs.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExcerptTest {

    @Test
    void leavesATextThatFits() {
        assertThat(Excerpt.of("revenue", 7)).isEqualTo("revenue");
        assertThat(Excerpt.of("", 0)).isEmpty();
    }

    @Test
    void saysThatALongerTextGoesOn() {
        assertThat(Excerpt.of("revenues", 7)).isEqualTo("revenue…");
    }

    @Test
    void countsACharacterOfTwoHalvesAsOne() {
        assertThat(Excerpt.of("a😀b", 3)).isEqualTo("a😀b");
        assertThat(Excerpt.of("a😀b", 2)).isEqualTo("a😀…");
        assertThat(Excerpt.of("a😀b", 1)).isEqualTo("a…");
    }
}
