package dev.amend.reconciliation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A row of {@code compare.sql}: one key, with what both sides hold of it. To be read before the next one is asked for:
 * Spark uses its rows again.
 */
record PairRow(PairReader reader, InternalRow row) {

    /**
     * One side of a pair; its content has no rows where the key is not on this side.
     *
     * @param endless positions of the figures that are NaN or infinite, and stand as zero
     */
    record Side(long partition, Fingerprint content, RowFigures figures, List<Integer> endless) {

        boolean isThere() {
            return content.rows() > 0;
        }
    }

    Side before() {
        return side(0, 4, 0);
    }

    Side after() {
        return side(1, 6, 1);
    }

    /** Where the row is now, or was if it is gone. */
    long partition() {
        return row.isNullAt(1) ? row.getLong(0) : row.getLong(1);
    }

    /** Empty if the key is there once on each side with the same values. */
    Optional<Difference> difference() {
        return reader.detail(row).map(detail -> new Difference(reader, keyHash(), detail));
    }

    /** The hash of its key; of a row of a table without a key, the row's. */
    long keyHash() {
        return row.getLong(reader.keyPosition());
    }

    /** The same; empty for a row without a key: it is paired with nothing, however many there are. */
    OptionalLong key() {
        return difference().filter(Difference::hasNullKey).isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(keyHash());
    }

    private Side side(int offset, int hash, int figure) {
        if (row.isNullAt(offset)) {
            return new Side(0, Fingerprint.EMPTY, RowFigures.NONE, List.of());
        }
        Fingerprint content = new Fingerprint(row.getLong(2 + offset), row.getLong(hash), row.getLong(hash + 1));
        return new Side(row.getLong(offset), content, reader.figures(row, figure), reader.endless(row, figure));
    }

    PairLayout layout() {
        return reader.layout();
    }

    boolean differs(int column) {
        long word = row.getLong(reader.wordPosition(column / Column.BITS));
        return (word & 1L << column % Column.BITS) != 0;
    }

    /** What is known of a pair that is not the same. */
    record Difference(PairReader reader, long keyHash, InternalRow detail) {
        private static final int REST_HASH = 0;
        private static final int RULE = 1;

        boolean hasNullKey() {
            return reader.layout().keyed() && reader.key(detail).stream().anyMatch(Optional::isEmpty);
        }

        /** The hash of the key without its partition, if there is anything left. */
        Optional<Long> restHash() {
            return detail.isNullAt(REST_HASH) ? Optional.empty() : Optional.of(detail.getLong(REST_HASH));
        }

        /** A hash of the old values, the key's left out. */
        long contentBefore() {
            return reader.content(detail, PairReader.OLD);
        }

        /** A hash of the new values, the key's left out. */
        long contentAfter() {
            return reader.content(detail, PairReader.NEW);
        }

        /** The position of the rule that explains it, or -1. */
        int rule() {
            return detail.getInt(RULE);
        }

        List<String> key() {
            return reader.key(detail).stream()
                    .map(value -> value.map(Numbers::text).orElse(""))
                    .toList();
        }

        /** A compared column's old value; empty for null. */
        Optional<Object> before(int column) {
            return reader.value(detail, PairReader.OLD, column);
        }

        /** A compared column's new value; empty for null. */
        Optional<Object> after(int column) {
            return reader.value(detail, PairReader.NEW, column);
        }
    }
}
