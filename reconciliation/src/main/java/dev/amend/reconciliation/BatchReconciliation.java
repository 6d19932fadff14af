package dev.amend.reconciliation;

import dev.amend.specs.PartitionRange;
import java.util.List;

/**
 * Everything that the comparison of one batch found.
 *
 * @param batch the batch's id
 * @param shadowSnapshot of the batch's commit; zero if its rows were not written
 * @param guardBand partitions next to the batch that are not in the range
 * @param measures the batch's figures of each measure, in the order of the specification
 * @param columns columns that differ in at least one changed row
 * @param samples at most ten rows of each class but {@code same}, always the same ones
 * @param sql what was run, to be run again
 */
public record BatchReconciliation(
        String batch,
        PartitionRange range,
        long baselineSnapshot,
        long shadowSnapshot,
        List<Finding> findings,
        List<PartitionFigures> partitions,
        List<GuardPartition> guardBand,
        List<MeasureFigure> measures,
        List<Contribution> contributions,
        List<ColumnChange> columns,
        List<TopDelta> topDeltas,
        List<RowView> samples,
        List<String> sql) {

    public BatchReconciliation {
        findings = List.copyOf(findings);
        partitions = List.copyOf(partitions);
        guardBand = List.copyOf(guardBand);
        measures = List.copyOf(measures);
        contributions = List.copyOf(contributions);
        columns = List.copyOf(columns);
        topDeltas = List.copyOf(topDeltas);
        samples = List.copyOf(samples);
        sql = List.copyOf(sql);
    }

    /** Whether a check failed: the backfill halts. */
    public boolean failed() {
        return findings.stream().anyMatch(Finding::failed);
    }

    /** The failed checks, for messages. */
    public List<Finding> failures() {
        return findings.stream().filter(Finding::failed).toList();
    }
}
