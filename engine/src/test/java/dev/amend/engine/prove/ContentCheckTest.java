package dev.amend.engine.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.BuildDifference;
import dev.amend.reconciliation.finding.Fingerprint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ContentCheckTest {
    private static final Fingerprint ONE = new Fingerprint(1, 10, 10);
    private static final Fingerprint OTHER = new Fingerprint(1, 11, 11);
    private static final String BOTH = "%s the first time, %s the second".formatted(ONE, OTHER);

    private static Proof.Check check(Fingerprint second, BuildDifference difference) {
        return new ContentCheck(ONE, second).result(Set.of("score", "rate"), () -> Optional.of(difference));
    }

    @Test
    void passesWithoutALookAtRowsWhereBothAreExactlyTheSame() {
        Proof.Check same = new ContentCheck(ONE, ONE).result(Set.of(), () -> {
            throw new AssertionError("asked for the difference");
        });

        assertThat(same).isEqualTo(new Proof.Check("content", true, "the same twice: " + ONE));
    }

    @Test
    void passesWithinTheTolerance() {
        assertThat(check(OTHER, new BuildDifference(0, List.of(), List.of())))
                .isEqualTo(new Proof.Check("content", true, "the same twice within the tolerance of rate, score"));
    }

    @Test
    void namesTheColumnsThatDiffer() {
        assertThat(check(OTHER, new BuildDifference(2, List.of("rank", "shop"), List.of())))
                .isEqualTo(new Proof.Check("content", false, BOTH + "; 2 rows differ in 'rank', 'shop'"));
    }

    @Test
    void saysWhatToDoAboutASumInFloatingPoint() {
        assertThat(check(OTHER, new BuildDifference(1, List.of("total"), List.of("total"))))
                .isEqualTo(
                        new Proof.Check(
                                "content",
                                false,
                                BOTH
                                        + "; 1 row differs in 'total'; 'total' is a floating-point number: declare validation.tolerance.total, or sum it as decimal"));
    }

    @Test
    void comparesRowsWithoutAKeyAsAWholeOnly() {
        assertThat(new ContentCheck(ONE, OTHER).result(Set.of(), Optional::empty))
                .isEqualTo(new Proof.Check("content", false, BOTH));
    }
}
