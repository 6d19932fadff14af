package dev.amend.reconciliation.pairs.rows;

import dev.amend.reconciliation.pairs.Pair;
import dev.amend.reconciliation.pairs.PairLayout;
import dev.amend.reconciliation.pairs.PairSource;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Reads pairs with Spark's public interface: slower, since Spark makes an object of each value, but with any build of
 * Spark. Whether rows come in the order of their keys can't be known there, so rows are always grouped by key.
 */
public final class RowPairs implements PairSource {

    @Override
    public boolean comeInOrder(Dataset<Row> pairs) {
        return false;
    }

    @Override
    public boolean cameInOrder(Dataset<Row> pairs) {
        return false;
    }

    @Override
    public List<byte[]> run(
            Dataset<Row> pairs, PairLayout layout, Task task, Function<JavaRDD<byte[]>, List<byte[]>> collected) {
        StructType type = pairs.schema();
        return collected.apply(pairs.toJavaRDD()
                .mapPartitions(rows -> List.of(task.of(new Reading(new RowPairReader(layout, type), rows)))
                        .iterator()));
    }

    private record Reading(RowPairReader reader, Iterator<Row> rows) implements Iterator<Pair<Row>> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Pair<Row> next() {
            return new Pair<>(reader, rows.next());
        }
    }
}
