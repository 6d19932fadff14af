package dev.amend.engine.run;

import dev.amend.engine.lakehouse.HandedTables;
import dev.amend.engine.lakehouse.PartitionColumn;
import dev.amend.reconciliation.JobScale;
import dev.amend.specs.Batch;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Writes a batch to a branch by one overwrite: by filter, so that an empty result empties the partitions, and with a
 * conflict check, so that the late commit of a run that lost its lease is refused.
 */
public final class BatchWriter {
    private final Table table;
    private final String branch;
    private final PartitionColumn partitionColumn;

    /** @param table whose own commits are guarded */
    public BatchWriter(Table table, String branch, PartitionColumn partitionColumn) {
        this.table = table;
        this.branch = branch;
        this.partitionColumn = partitionColumn;
    }

    /**
     * Overwrites the batch's partitions on the branch.
     *
     * @param validateFrom the branch's head that this write builds on: a commit since then that added to the batch's
     *     partitions, or took from them, fails this one
     * @param scale of the job: where one task does all, rows need not be brought together by partition
     * @param properties summary properties of the commit
     */
    public void overwrite(
            Dataset<Row> rows, Batch batch, JobScale scale, long validateFrom, Map<String, String> properties) {
        HandedTables.write(rows, table, branch, writer -> {
            writer.option("distribution-mode", distribution(scale))
                    .option("isolation-level", "serializable")
                    .option("validate-from-snapshot-id", Long.toString(validateFrom));
            properties.forEach((key, value) -> writer.option("snapshot-property." + key, value));
            writer.overwrite(functions.expr(partitionColumn.condition(batch.range())));
        });
    }

    private static String distribution(JobScale scale) {
        return scale == JobScale.ONE_TASK ? "none" : "hash";
    }
}
