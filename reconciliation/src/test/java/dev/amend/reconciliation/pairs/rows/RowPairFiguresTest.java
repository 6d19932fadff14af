package dev.amend.reconciliation.pairs.rows;

import dev.amend.reconciliation.pairs.Pair;
import dev.amend.reconciliation.pairs.PairFiguresContract;
import dev.amend.reconciliation.pairs.PairLayout;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

final class RowPairFiguresTest extends PairFiguresContract {

    @Override
    protected List<Pair<?>> pairs(PairLayout layout, StructType pairs, Row row) {
        return List.of(new Pair<>(new RowPairReader(layout, pairs), row));
    }
}
