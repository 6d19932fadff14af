package dev.amend.reconciliation.pairs.stored;

import dev.amend.reconciliation.pairs.Pair.Difference;
import dev.amend.reconciliation.sql.Numbers;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/** The details of a pair that is not the same. */
record StoredDifference(StoredPairReader reader, long keyHash, InternalRow detail) implements Difference {
    private static final int REST_HASH = 0;
    private static final int RULE = 1;

    @Override
    public boolean hasNullKey() {
        return reader.layout().keyed() && reader.key(detail).stream().anyMatch(Optional::isEmpty);
    }

    @Override
    public Optional<Long> restHash() {
        return detail.isNullAt(REST_HASH) ? Optional.empty() : Optional.of(detail.getLong(REST_HASH));
    }

    @Override
    public long contentBefore() {
        return reader.content(detail, StoredPairReader.OLD);
    }

    @Override
    public long contentAfter() {
        return reader.content(detail, StoredPairReader.NEW);
    }

    @Override
    public int rule() {
        return detail.getInt(RULE);
    }

    @Override
    public List<String> key() {
        return reader.key(detail).stream()
                .map(value -> value.map(Numbers::text).orElse(""))
                .toList();
    }

    @Override
    public Optional<Object> before(int column) {
        return reader.value(detail, StoredPairReader.OLD, column);
    }

    @Override
    public Optional<Object> after(int column) {
        return reader.value(detail, StoredPairReader.NEW, column);
    }
}
