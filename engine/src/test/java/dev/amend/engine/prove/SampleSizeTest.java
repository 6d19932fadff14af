package dev.amend.engine.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleSizeTest {

    /** As tables of success-run sampling have it. */
    @ParameterizedTest
    @CsvSource({"0.99, 0.95, 299", "0.999, 0.95, 2995", "0.9999, 0.95, 29956", "0.99, 0.99, 459", "0.9, 0.9, 22"})
    void isThatOfTheSamplingPlanWithoutFailures(double share, double confidence, long rows) {
        SampleSize size = new SampleSize(share, confidence);

        assertThat(size.rows()).isEqualTo(rows);
        assertThat(size.shareShownBy(rows)).isBetween(share, share + (1 - share) / 10);
    }

    @Test
    void drawsAllOfAFewAndRarelyTooFewOfMany() {
        SampleSize size = new SampleSize(0.99, 0.95);
        Random random = new Random(20260112);

        assertThat(size.chance(310)).isEqualTo(1);
        double chance = size.chance(100_000);
        assertThat(chance * 100_000).isCloseTo(299 + 4 * Math.sqrt(299), within(0.001));
        int tooFew = 0;
        for (int trial = 0; trial < 500; trial++) {
            tooFew += random.doubles(100_000).filter(drawn -> drawn < chance).count() < 299 ? 1 : 0;
        }
        assertThat(tooFew).isZero();
    }

    /** Of the samples of rows of which one in a hundred is wrong, one in twenty shows nothing of it. */
    @Test
    void missesWhatItSpeaksOfAsOftenAsItsConfidenceLeaves() {
        long rows = new SampleSize(0.99, 0.95).rows();
        Random random = new Random(20260113);

        int missed = 0;
        for (int trial = 0; trial < 20_000; trial++) {
            missed += random.doubles(rows).noneMatch(drawn -> drawn < 0.01) ? 1 : 0;
        }

        assertThat(missed / 20_000.0).isCloseTo(0.05, within(0.006));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.5, 1.5, Double.NaN})
    void refusesAShareThatIsNone(double share) {
        assertThatThrownBy(() -> new SampleSize(share, 0.95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SampleSize(0.95, share)).isInstanceOf(IllegalArgumentException.class);
    }
}
