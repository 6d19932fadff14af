package dev.amend.reconciliation.pairs.stored;

import dev.amend.reconciliation.pairs.Pair;
import dev.amend.reconciliation.pairs.PairLayout;
import dev.amend.reconciliation.pairs.PairTallyContract;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

final class StoredPairTallyTest extends PairTallyContract {

    @Override
    protected Pair<?> pair(PairLayout layout, StructType pairs, Row row) {
        return new Pair<>(new StoredPairReader(layout, pairs), (InternalRow)
                CatalystTypeConverters.createToCatalystConverter(pairs).apply(row));
    }
}
