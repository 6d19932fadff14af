package dev.amend.reconciliation.pairs;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How the rows of {@code compare.sql} get from Spark to the tallies. */
public interface PairSource {

    /** The work of one task. */
    interface Task extends Serializable {
        byte[] of(Iterator<? extends Pair<?>> pairs);
    }

    /** Returns whether pairs are planned to come in the order of their keys; false if that can't be known. */
    boolean comeInOrder(Dataset<Row> pairs);

    /** Returns whether pairs came in that order: Spark plans again during execution. */
    boolean cameInOrder(Dataset<Row> pairs);

    /**
     * Runs a task on each part of the pairs.
     *
     * @param collected gets the results of all tasks to the driver
     */
    List<byte[]> run(
            Dataset<Row> pairs, PairLayout layout, Task task, Function<JavaRDD<byte[]>, List<byte[]>> collected);
}
