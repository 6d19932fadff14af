package dev.amend.reconciliation;

import java.io.Serializable;
import java.math.BigDecimal;

/** A row in the order of how far it moved a measure, the farthest first. */
record RankedRow(BigDecimal weight, BigDecimal before, BigDecimal after, KeptRow row)
        implements Serializable, Comparable<RankedRow> {

    @Override
    public int compareTo(RankedRow other) {
        int byWeight = other.weight.compareTo(weight);
        return byWeight != 0 ? byWeight : row.compareTo(other.row);
    }
}
