package dev.amend.reconciliation;

import java.io.Serializable;
import java.util.TreeMap;

/** The tallies of batches that are compared together, each by the cell of its partitions. */
final class PairTallies implements Serializable {
    private static final long serialVersionUID = 1;

    private final PairLayout layout;
    private final TreeMap<Long, PairTally> byCell = new TreeMap<>();

    PairTallies(PairLayout layout) {
        this.layout = layout;
    }

    void add(PairRow pair) {
        inCellOf(pair.partition()).add(pair);
    }

    void addAll(PairTallies other) {
        other.byCell.forEach((cell, tally) -> inCellOf(cell).addAll(tally));
    }

    /** The tally of the batch that holds a partition; an empty one if no row of it was met. */
    PairTally inCellOf(long partition) {
        return byCell.computeIfAbsent(layout.grid().cell(partition), missing -> new PairTally(layout));
    }
}
