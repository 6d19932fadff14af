package dev.amend.specs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {

    @Test
    void readsANumberAndAUnit() {
        assertThat(DurationText.parse("10s")).contains(Duration.ofSeconds(10));
        assertThat(DurationText.parse("15m")).contains(Duration.ofMinutes(15));
        assertThat(DurationText.parse("2h")).contains(Duration.ofHours(2));
        assertThat(DurationText.parse("30d")).contains(Duration.ofDays(30));
        assertThat(DurationText.parse("0s")).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "1.5h", "-1s", "10 s", "10S", "05m", "1w", "99999999d"})
    void readsNothingElse(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }
}
