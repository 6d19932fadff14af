package dev.amend.reconciliation.report;

import dev.amend.reconciliation.ColumnChange;
import dev.amend.reconciliation.Contribution;
import dev.amend.reconciliation.Finding;
import dev.amend.reconciliation.MeasureFigure;
import dev.amend.reconciliation.RowClass;
import dev.amend.reconciliation.RowView;
import dev.amend.reconciliation.TopDelta;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * All batches taken together.
 *
 * @param findings about the total only; each batch keeps its own
 * @param batchesExpected how many batches the backfill has; the report is final when all are in
 */
public record TotalReconciliation(
        Verdict verdict,
        int batchesExpected,
        int batchesDone,
        List<Finding> findings,
        long rowsBefore,
        long rowsAfter,
        Map<RowClass, Long> classes,
        SortedMap<String, Long> explained,
        long unexplained,
        List<MeasureFigure> measures,
        List<Contribution> contributions,
        List<ColumnChange> columns,
        List<TopDelta> topDeltas,
        List<RowView> samples) {

    static TotalReconciliation of(
            ReportFacts facts, List<dev.amend.reconciliation.BatchReconciliation> batches, List<MeasureFigure> totals) {
        return new TotalReconciliation(
                Verdict.FAIL,
                facts.runs().size(),
                batches.size(),
                List.of(),
                0,
                0,
                Map.of(),
                new java.util.TreeMap<>(),
                0,
                totals,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
