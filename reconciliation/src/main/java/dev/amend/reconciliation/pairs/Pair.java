package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.input.Column;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A row of {@code compare.sql}: one key with the data of both sides. Read it before asking for the next one.
 *
 * @param <R> the form in which Spark hands a row over
 */
public record Pair<R>(PairReader<R> reader, R row) {

    /**
     * One side of a pair; its content has no rows if the key is not on this side.
     *
     * @param endless the positions of the figures that are NaN or infinite, and count as zero
     */
    public record Side(long partition, Fingerprint content, RowFigures figures, List<Integer> endless) {
        private static final Side NONE = new Side(0, Fingerprint.EMPTY, RowFigures.NONE, List.of());

        /** The side on which the key is not. */
        static Side none() {
            return NONE;
        }

        boolean isThere() {
            return content.rows() > 0;
        }
    }

    /** The details of a pair that is not the same. */
    public interface Difference {

        /** The hash of the row's key, or of the whole row if the table has no key. */
        long keyHash();

        boolean hasNullKey();

        /** The hash of the key without its partition, if other key columns remain. */
        Optional<Long> restHash();

        /** A hash of the old values, without the key; equal for equal values, even if their type was promoted. */
        long contentBefore();

        /** The same hash of the new values. */
        long contentAfter();

        /** The position of the rule that explains the difference, or -1. */
        int rule();

        /** The values of the key as text, empty for null; sensitive ones are already masked. */
        List<String> key();

        /** A compared column's old value; empty for null. */
        Optional<Object> before(int column);

        /** A compared column's new value; empty for null. */
        Optional<Object> after(int column);
    }

    PairLayout layout() {
        return reader.columns().layout();
    }

    Side before() {
        return side(0, 4);
    }

    Side after() {
        return side(1, 6);
    }

    private Side side(int side, int hash) {
        if (reader.isNullAt(row, side)) {
            return Side.none();
        }
        Fingerprint content = new Fingerprint(longAt(2 + side), longAt(hash), longAt(hash + 1));
        return new Side(longAt(side), content, reader.figures(row, side), reader.endless(row, side));
    }

    /** The row's partition now, or its old one if it was removed. */
    long partition() {
        return reader.isNullAt(row, 1) ? longAt(0) : longAt(1);
    }

    /** The difference; empty if the key occurs once on each side with the same values. */
    Optional<Difference> difference() {
        return reader.difference(row);
    }

    private long longAt(int position) {
        return reader.longAt(row, position);
    }

    /** The hash of the row's key, or of the whole row if the table has no key. */
    private long keyHash() {
        return longAt(reader.columns().key());
    }

    /** The same hash; empty for a row without a key, which is never paired. */
    OptionalLong key() {
        return difference().filter(Difference::hasNullKey).isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(keyHash());
    }

    boolean differs(int column) {
        long word = longAt(reader.columns().word(column / Column.BITS));
        return (word & 1L << column % Column.BITS) != 0;
    }
}
