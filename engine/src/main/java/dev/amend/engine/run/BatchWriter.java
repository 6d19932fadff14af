package dev.amend.engine.run;

import dev.amend.engine.lakehouse.HandedTables;
import dev.amend.reconciliation.input.PartitionColumn;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.specs.Batch;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Writes a batch to a branch with one overwrite. A filter lets an empty result empty the partitions, and a conflict
 * check refuses the late commit of a run that lost its lease.
 */
public final class BatchWriter {
    private final Table table;
    private final String branch;
    private final PartitionColumn partitionColumn;

    /** @param table a table whose own commits are guarded */
    public BatchWriter(Table table, String branch, PartitionColumn partitionColumn) {
        this.table = table;
        this.branch = branch;
        this.partitionColumn = partitionColumn;
    }

    /**
     * Overwrites the batch's partitions on the branch.
     *
     * @param validateFrom the branch's head that this write builds on; this write fails if a later commit added files
     *     to the batch's partitions or removed some
     * @param scale the scale of the job: if one task does everything, rows need not be grouped by partition
     * @param properties the summary properties of the commit
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
