package dev.amend.reconciliation.pairs;

import java.io.Serializable;
import java.util.TreeMap;

/** The tallies of batches that are compared together, by the cell of their partitions. */
public final class PairTallies implements Serializable {
    private static final long serialVersionUID = 1;

    private final PairLayout layout;
    private final TreeMap<Long, PairTally> byCell = new TreeMap<>();

    PairTallies(PairLayout layout) {
        this.layout = layout;
    }

    void add(Pair<?> pair) {
        inCellOf(pair.partition()).add(pair);
    }

    void addAll(PairTallies other) {
        other.byCell.forEach((cell, tally) -> inCellOf(cell).addAll(tally));
    }

    /** The tally of the batch that contains a partition; an empty one if none of its rows was met. */
    public PairTally inCellOf(long partition) {
        return byCell.computeIfAbsent(layout.grid().cell(partition), missing -> new PairTally(layout));
    }
}
