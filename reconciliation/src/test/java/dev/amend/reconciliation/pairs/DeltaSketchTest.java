package dev.amend.reconciliation.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.ColumnChange.DeltaSpread;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class DeltaSketchTest {

    @Test
    void knowsTheEndsExactlyAndTheMedianToOnePercent() {
        DeltaSketch sketch = new DeltaSketch();
        for (int i = -500; i <= 500; i++) {
            sketch.add(new BigDecimal(i).movePointLeft(1));
        }

        DeltaSpread spread = sketch.spread().orElseThrow();
        assertThat(spread.pairs()).isEqualTo(1001);
        assertThat(spread.least()).isEqualByComparingTo("-50");
        assertThat(spread.greatest()).isEqualByComparingTo("50");
        assertThat(spread.sum()).isEqualByComparingTo("0");
        assertThat(spread.median()).isEqualByComparingTo("0");
        assertThat(spread.p95().doubleValue()).isBetween(44.5, 45.5);
    }

    @Property(tries = 100)
    void twoHalvesAddUpToTheWhole(
            @ForAll @Size(min = 1, max = 40) List<@BigRange(min = "-1000", max = "1000") BigDecimal> deltas) {
        DeltaSketch whole = new DeltaSketch();
        DeltaSketch first = new DeltaSketch();
        DeltaSketch second = new DeltaSketch();
        for (int i = 0; i < deltas.size(); i++) {
            whole.add(deltas.get(i));
            (i % 2 == 0 ? second : first).add(deltas.get(i));
        }
        first.addAll(second);

        assertThat(first.spread()).isEqualTo(whole.spread());
    }
}
