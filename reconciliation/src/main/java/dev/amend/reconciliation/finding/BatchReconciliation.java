package dev.amend.reconciliation.finding;

import dev.amend.specs.PartitionRange;
import java.util.List;

/**
 * The complete result of comparing one batch.
 *
 * @param batch the batch's id
 * @param shadowSnapshot the snapshot of the batch's commit; zero if its rows were not written
 * @param guardBand the partitions next to the batch that are not in the range
 * @param measures the batch's figures of each measure, in the order of the specification
 * @param columns columns that differ in at least one changed row
 * @param samples at most ten rows of each class except {@code same}; the choice is always the same
 * @param sql the statements that were run, for running them again
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

    /** Returns whether a check failed, which halts the backfill. */
    public boolean failed() {
        return findings.stream().anyMatch(Finding::failed);
    }

    /** The failed checks, for messages. */
    public List<Finding> failures() {
        return findings.stream().filter(Finding::failed).toList();
    }
}
