package dev.amend.reconciliation.pairs;

import java.io.Serializable;
import java.math.BigDecimal;

/** A row ordered by its change of a measure, the largest change first. */
record RankedRow(BigDecimal weight, BigDecimal before, BigDecimal after, KeptRow row)
        implements Serializable, Comparable<RankedRow> {

    @Override
    public int compareTo(RankedRow other) {
        int byWeight = other.weight.compareTo(weight);
        return byWeight != 0 ? byWeight : row.compareTo(other.row);
    }
}
