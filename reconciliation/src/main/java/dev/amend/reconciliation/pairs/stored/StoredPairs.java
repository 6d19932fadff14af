package dev.amend.reconciliation.pairs.stored;

import dev.amend.reconciliation.pairs.Pair;
import dev.amend.reconciliation.pairs.PairLayout;
import dev.amend.reconciliation.pairs.PairSource;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * Reads pairs as Spark keeps them, without a Java object for each value. It uses what Spark may change in any release.
 */
public final class StoredPairs implements PairSource {

    /** Returns whether this Spark has everything that is used of its internals. */
    public static boolean isSupported() {
        return SparkMember.CALLED.stream().allMatch(SparkMember::isThere);
    }

    /** The hint requests a merge join, but merge joins may be disabled. */
    @Override
    public boolean comeInOrder(Dataset<Row> pairs) {
        return isMerge(pairs.queryExecution().sparkPlan());
    }

    /** If a side turns out to be empty, Spark makes no join at all. */
    @Override
    public boolean cameInOrder(Dataset<Row> pairs) {
        SparkPlan plan = pairs.queryExecution().executedPlan();
        return isMerge(plan instanceof AdaptiveSparkPlanExec adaptive ? adaptive.executedPlan() : plan);
    }

    private static boolean isMerge(SparkPlan plan) {
        return plan.toString().contains("SortMergeJoin");
    }

    @Override
    public List<byte[]> run(
            Dataset<Row> pairs, PairLayout layout, Task task, Function<JavaRDD<byte[]>, List<byte[]>> collected) {
        StructType type = pairs.schema();
        QueryExecution query = pairs.queryExecution();
        return SQLExecution.withNewExecutionId(
                query,
                Option.empty(),
                () -> collected.apply(query.toRdd()
                        .toJavaRDD()
                        .mapPartitions(rows -> List.of(task.of(new Reading(new StoredPairReader(layout, type), rows)))
                                .iterator())));
    }

    private record Reading(StoredPairReader reader, Iterator<InternalRow> rows) implements Iterator<Pair<InternalRow>> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Pair<InternalRow> next() {
            return new Pair<>(reader, rows.next());
        }
    }
}
