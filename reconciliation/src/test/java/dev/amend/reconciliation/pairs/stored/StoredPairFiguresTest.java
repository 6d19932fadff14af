package dev.amend.reconciliation.pairs.stored;

import dev.amend.reconciliation.pairs.Pair;
import dev.amend.reconciliation.pairs.PairFiguresContract;
import dev.amend.reconciliation.pairs.PairLayout;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;

final class StoredPairFiguresTest extends PairFiguresContract {

    @Override
    protected List<Pair<?>> pairs(PairLayout layout, StructType pairs, Row row) {
        InternalRow generic = (InternalRow)
                CatalystTypeConverters.createToCatalystConverter(pairs).apply(row);
        StoredPairReader reader = new StoredPairReader(layout, pairs);
        return List.of(
                new Pair<>(reader, generic),
                new Pair<>(reader, UnsafeProjection.create(pairs).apply(generic)));
    }
}
