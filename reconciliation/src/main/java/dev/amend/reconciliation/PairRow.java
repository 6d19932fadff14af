package dev.amend.reconciliation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A row of {@code compare.sql}: one key, with what both sides hold of it. To be read before the next one is asked for:
 * Spark uses its rows again.
 */
record PairRow(PairReader reader, InternalRow row) {

    /** One side of a pair; {@code rows} is zero where the key is not on this side. */
    record Side(long partition, Fingerprint content, List<BigDecimal> figures) {

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
        return reader.detail(row).map(Difference::new);
    }

    /** The hash of its key, unless rows were brought together by key before, or it has none. */
    OptionalLong keyIfPairedByRow() {
        int position = reader.keyPosition();
        return row.isNullAt(position) ? OptionalLong.empty() : OptionalLong.of(row.getLong(position));
    }

    private Side side(int offset, int hash, int figure) {
        if (row.isNullAt(offset)) {
            return new Side(0, Fingerprint.EMPTY, List.of());
        }
        Fingerprint content = new Fingerprint(row.getLong(2 + offset), row.getLong(hash), row.getLong(hash + 1));
        return new Side(row.getLong(offset), content, reader.figures(row, figure));
    }

    PairLayout layout() {
        return reader.layout();
    }

    boolean differs(int column) {
        long word = row.getLong(reader.wordPosition(column / Column.BITS));
        return (word & 1L << column % Column.BITS) != 0;
    }

    /** What is known of a pair that is not the same; values only of the columns that differ. */
    record Difference(Row detail) {

        long keyHash() {
            return detail.getLong(0);
        }

        boolean hasNullKey() {
            return detail.getBoolean(1);
        }

        /** The hash of the key without its partition, if there is anything left. */
        Optional<Long> restHash() {
            return detail.isNullAt(2) ? Optional.empty() : Optional.of(detail.getLong(2));
        }

        long contentHash() {
            return detail.getLong(3);
        }

        /** The position of the rule that explains it, or -1. */
        int rule() {
            return detail.getInt(4);
        }

        List<String> key() {
            Row key = detail.getStruct(5);
            List<String> values = new ArrayList<>(key.length());
            for (int i = 0; i < key.length(); i++) {
                values.add(key.isNullAt(i) ? "" : Numbers.text(key.get(i)));
            }
            return values;
        }

        Row before() {
            return detail.getStruct(6);
        }

        Row after() {
            return detail.getStruct(7);
        }
    }
}
