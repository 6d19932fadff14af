package dev.amend.specs.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReasonTest {

    @Test
    void isTheFirstLineOfTheMessage() {
        assertThat(Reason.of(new IllegalStateException("\nno such column\n  at line 3")))
                .isEqualTo("no such column");
    }

    @Test
    void isTheNameOfTheClassWithoutAMessage() {
        assertThat(Reason.of(new NullPointerException())).isEqualTo("NullPointerException");
        assertThat(Reason.of(new IllegalStateException(""))).isEqualTo("IllegalStateException");
    }
}
