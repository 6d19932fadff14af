package dev.amend.specs;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the shadow is compared with the baseline.
 *
 * @param measures in the order of the file
 * @param unchanged columns that must be identical in every row
 * @param tolerance by column; the others must be equal exactly
 * @param explainedBy in the order of the file: the first rule that holds explains a row
 * @param unexplained empty: nothing is demanded of changed rows
 * @param boundaryJump the robust z-score above which a step between partitions is a finding; empty: steps are not judged
 * @param checks in the order of the file
 */
public record Validation(
        RowTolerance rowCountTolerance,
        List<Measure> measures,
        List<SourceTotal> sourceTotals,
        Set<String> unchanged,
        Map<String, ColumnTolerance> tolerance,
        List<ExplanationRule> explainedBy,
        Optional<Unexplained> unexplained,
        Optional<BigDecimal> boundaryJump,
        List<OwnCheck> checks) {

    public Validation {
        measures = List.copyOf(measures);
        sourceTotals = List.copyOf(sourceTotals);
        unchanged = Set.copyOf(unchanged);
        tolerance = Map.copyOf(tolerance);
        explainedBy = List.copyOf(explainedBy);
        checks = List.copyOf(checks);
    }
}
