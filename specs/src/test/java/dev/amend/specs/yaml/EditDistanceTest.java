package dev.amend.specs.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EditDistanceTest {

    @Test
    void countsLettersTypedDeletedChangedAndSwapped() {
        assertThat(EditDistance.between("execution", "execution")).isZero();
        assertThat(EditDistance.between("exection", "execution")).isEqualTo(1);
        assertThat(EditDistance.between("exeecution", "execution")).isEqualTo(1);
        assertThat(EditDistance.between("exekution", "execution")).isEqualTo(1);
        assertThat(EditDistance.between("exceution", "execution")).isEqualTo(1);
        assertThat(EditDistance.between("", "as")).isEqualTo(2);
    }

    @Test
    void findsTheNearestWordIfOneIsNear() {
        List<String> words = List.of("start", "end", "exclude");

        assertThat(EditDistance.nearest("strat", words)).contains("start");
        assertThat(EditDistance.nearest("exlcude", words)).contains("exclude");
        assertThat(EditDistance.nearest("colour", words)).isEmpty();
        assertThat(EditDistance.nearest("x".repeat(1000), words)).isEmpty();
    }
}
