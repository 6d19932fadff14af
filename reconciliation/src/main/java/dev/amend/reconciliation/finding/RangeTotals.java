package dev.amend.reconciliation.finding;

import dev.amend.specs.Level;
import java.util.List;

/**
 * The results for the whole range that no single batch can show.
 *
 * @param measures totals of the measures that don't add up, such as averages
 * @param findings checks of the whole range
 */
public record RangeTotals(List<MeasureFigure> measures, List<Finding> findings) {
    /** Empty totals, if there is nothing to compute. */
    public static final RangeTotals NONE = new RangeTotals(List.of(), List.of());

    public RangeTotals {
        measures = List.copyOf(measures);
        findings = List.copyOf(findings);
    }

    /** Totals that could not be computed: the report fails and gives the reason. */
    public static RangeTotals failed(String reason) {
        return new RangeTotals(
                List.of(),
                List.of(new Finding(
                        Level.AGGREGATE,
                        CheckName.TOTALS.text(),
                        Outcome.FAIL,
                        Finding.TOTAL,
                        "a result for the whole range",
                        reason)));
    }
}
