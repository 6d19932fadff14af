package dev.amend.reconciliation.pairs.rows;

import dev.amend.reconciliation.pairs.Pair;
import dev.amend.reconciliation.pairs.PairLayout;
import dev.amend.reconciliation.pairs.PairTallyContract;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

final class RowPairTallyTest extends PairTallyContract {

    @Override
    protected Pair<?> pair(PairLayout layout, StructType pairs, Row row) {
        return new Pair<>(new RowPairReader(layout, pairs), row);
    }
}
