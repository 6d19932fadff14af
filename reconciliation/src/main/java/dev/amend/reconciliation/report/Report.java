package dev.amend.reconciliation.report;

import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.MeasureFigure;
import java.util.List;

/** All findings of a backfill with the figures behind them. */
public record Report(ReportFacts facts, List<BatchReconciliation> batches, TotalReconciliation total) {

    public Report {
        batches = List.copyOf(batches);
    }

    /** A report whose measures all add up over batches. */
    public static Report assemble(ReportFacts facts, List<BatchReconciliation> batches) {
        return assemble(facts, batches, List.of());
    }

    /** @param totals of the measures that don't add up, see {@link dev.amend.reconciliation.TotalMeasures} */
    public static Report assemble(ReportFacts facts, List<BatchReconciliation> batches, List<MeasureFigure> totals) {
        return new Report(facts, batches, TotalReconciliation.of(facts, batches, totals));
    }

    /** The whole report as one canonical JSON document, its digest included. */
    public String json() {
        return "";
    }

    /** SHA-256, in hexadecimal, of what was checked and found: the same for the same inputs, whenever and wherever it ran. */
    public String digest() {
        return "";
    }
}
