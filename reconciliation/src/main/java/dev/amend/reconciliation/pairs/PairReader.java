package dev.amend.reconciliation.pairs;

import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of {@code compare.sql}.
 *
 * @param <R> the form in which Spark hands a row over
 */
public interface PairReader<R> {

    PairColumns columns();

    boolean isNullAt(R row, int position);

    long longAt(R row, int position);

    /**
     * The figures of one side; those that are null are missing.
     *
     * @param side 0 for the old one, 1 for the new one
     */
    RowFigures figures(R row, int side);

    /**
     * The positions of the figures of one side that are NaN or infinite, and count as zero.
     *
     * @param side 0 for the old one, 1 for the new one
     */
    List<Integer> endless(R row, int side);

    /** The difference; empty if the key occurs once on each side with the same values. */
    Optional<Pair.Difference> difference(R row);
}
