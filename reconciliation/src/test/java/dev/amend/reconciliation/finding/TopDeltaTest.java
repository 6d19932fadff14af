package dev.amend.reconciliation.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.TopDelta.Ranking;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order in which rows of several batches are shown. */
final class TopDeltaTest {
    @Test
    void putsThoseFirstThatMovedFarthest() {
        assertThat(inOrder(Ranking.ABSOLUTE, "1000 → 900", "10 → 1", "-100 → -160"))
                .containsExactly("1000 → 900", "-100 → -160", "10 → 1");
    }

    @Test
    void putsThoseFirstThatMovedMostInProportion() {
        assertThat(inOrder(Ranking.RELATIVE, "1000 → 900", "10 → 1", "-100 → -160"))
                .containsExactly("10 → 1", "-100 → -160", "1000 → 900");
    }

    /** A move of one row, named by its key's hash, which is what orders equal ones. */
    private static TopDelta top(Ranking ranking, String move) {
        List<BigDecimal> sides =
                Stream.of(move.split(" → ", -1)).map(BigDecimal::new).toList();
        RowView row = new RowView(RowClass.CHANGED, "2024-12-02", sides.get(0).longValue(), List.of(), "", List.of());
        return new TopDelta("revenue", ranking, sides.get(0), sides.get(1), row);
    }

    private static List<String> inOrder(Ranking ranking, String... moves) {
        return Stream.of(moves)
                .map(move -> top(ranking, move))
                .sorted(TopDelta.farthestFirst())
                .map(top -> "%s → %s".formatted(top.before(), top.after()))
                .toList();
    }
}
