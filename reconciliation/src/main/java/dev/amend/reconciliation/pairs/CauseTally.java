package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.Contribution;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The change of each measure due to one cause. */
final class CauseTally implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<BigDecimal> deltas;
    private long rows;

    CauseTally(int measures) {
        deltas = new ArrayList<>(Collections.nCopies(measures, BigDecimal.ZERO));
    }

    void add(long keys, List<BigDecimal> more) {
        rows += keys;
        for (int i = 0; i < deltas.size(); i++) {
            deltas.set(i, deltas.get(i).add(more.get(i)));
        }
    }

    void subtract(long keys, List<BigDecimal> less) {
        add(-keys, less.stream().map(BigDecimal::negate).toList());
    }

    void addAll(CauseTally other) {
        add(other.rows, other.deltas);
    }

    Contribution contribution(String measure, int position, String cause) {
        return new Contribution(measure, cause, rows, deltas.get(position));
    }
}
