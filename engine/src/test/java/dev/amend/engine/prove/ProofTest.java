package dev.amend.engine.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProofTest {

    private static Proof proof(Duration took, Proof.Check... checks) {
        return new Proof("2026-01-14", 20, 140, 1_000, took, List.of(checks));
    }

    @Test
    void passesWhenEveryCheckDoes() {
        Proof.Check same = Proof.Check.equal("row count", 20, 20);
        Proof.Check other = Proof.Check.equal("content", "aa", "bb");

        assertThat(proof(Duration.ZERO, same).passed()).isTrue();
        assertThat(proof(Duration.ZERO, same, other).passed()).isFalse();
        assertThat(same.found()).isEqualTo("the same twice: 20");
        assertThat(other.found()).isEqualTo("aa the first time, bb the second");
    }

    @Test
    void tellsAKeyThatIsThereTwiceFromAResultThatDiffers() {
        Proof.Check twice = new Proof.Check(Proof.UNIQUE_KEYS, false, "40 rows, 39 keys, 0 without a key");
        Proof.Check other = Proof.Check.equal("content", "aa", "bb");

        assertThat(proof(Duration.ZERO, Proof.Check.equal("row count", 20, 20), twice)
                        .givesTheSameTwice())
                .isTrue();
        assertThat(proof(Duration.ZERO, other, twice).givesTheSameTwice()).isFalse();
    }

    @Test
    void measuresSourceRowsPerSecond() {
        assertThat(proof(Duration.ofMillis(500)).rowsPerSecond()).isEqualTo(280);
        assertThat(proof(Duration.ZERO).rowsPerSecond()).isZero();
    }
}
