package dev.amend.engine.run;

import dev.amend.engine.lakehouse.PartitionColumn;
import dev.amend.reconciliation.JobScale;
import dev.amend.specs.Batch;
import dev.amend.specs.TableId;
import java.util.Map;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.functions;

/**
 * Writes a batch to a branch by one overwrite: by filter, so that an empty result empties the partitions, and with a
 * conflict check, so that the late commit of a run that lost its lease is refused.
 */
public final class BatchWriter {
    private final TableId table;
    private final String branch;
    private final PartitionColumn partitionColumn;

    public BatchWriter(TableId table, String branch, PartitionColumn partitionColumn) {
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
        DataFrameWriterV2<Row> writer = rows.writeTo(table.quotedAtBranch(branch))
                .option("distribution-mode", distribution(scale))
                .option("isolation-level", "serializable")
                .option("validate-from-snapshot-id", Long.toString(validateFrom));
        properties.forEach((key, value) -> writer.option("snapshot-property." + key, value));

        try {
            writer.overwrite(functions.expr(partitionColumn.condition(batch.range())));
        } catch (NoSuchTableException e) {
            throw RunCode.shadowGone(table, branch, e);
        }
    }

    private static String distribution(JobScale scale) {
        return scale == JobScale.ONE_TASK ? "none" : "hash";
    }
}
