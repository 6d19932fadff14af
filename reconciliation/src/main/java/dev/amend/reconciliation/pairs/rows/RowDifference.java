package dev.amend.reconciliation.pairs.rows;

import dev.amend.reconciliation.input.Column.Kind;
import dev.amend.reconciliation.pairs.ContentHash;
import dev.amend.reconciliation.pairs.Pair.Difference;
import dev.amend.reconciliation.pairs.PairLayout;
import dev.amend.reconciliation.sql.Mask;
import dev.amend.reconciliation.sql.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/** The details of a pair that is not the same. */
record RowDifference(PairLayout layout, long keyHash, Row detail) implements Difference {
    private static final int REST_HASH = 0;
    private static final int RULE = 1;
    private static final int KEY = 2;
    private static final int OLD = 3;
    private static final int NEW = 4;

    @Override
    public boolean hasNullKey() {
        Row key = detail.getStruct(KEY);
        return layout.keyed() && IntStream.range(0, key.length()).anyMatch(key::isNullAt);
    }

    @Override
    public Optional<Long> restHash() {
        return detail.isNullAt(REST_HASH) ? Optional.empty() : Optional.of(detail.getLong(REST_HASH));
    }

    @Override
    public long contentBefore() {
        return content(detail.getStruct(OLD));
    }

    @Override
    public long contentAfter() {
        return content(detail.getStruct(NEW));
    }

    private long content(Row values) {
        ContentHash hash = new ContentHash();
        for (int i = 0; i < layout.columns().size(); i++) {
            if (values.isNullAt(i)) {
                hash.addNull(i);
            } else {
                hash.add(i, values.get(i));
            }
        }
        return hash.value();
    }

    @Override
    public int rule() {
        return detail.getInt(RULE);
    }

    @Override
    public List<String> key() {
        Row key = detail.getStruct(KEY);
        return IntStream.range(0, key.length())
                .mapToObj(i -> key.isNullAt(i) ? "" : Numbers.text(key.get(i)))
                .toList();
    }

    @Override
    public Optional<Object> before(int column) {
        return value(detail.getStruct(OLD), column);
    }

    @Override
    public Optional<Object> after(int column) {
        return value(detail.getStruct(NEW), column);
    }

    private Optional<Object> value(Row values, int column) {
        if (values.isNullAt(column)) {
            return Optional.empty();
        }
        return Optional.of(layout.columns().get(column) == Kind.HIDDEN ? Mask.TEXT : values.get(column));
    }
}
