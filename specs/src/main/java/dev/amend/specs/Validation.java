package dev.amend.specs;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The rules for comparing the shadow with the baseline.
 *
 * @param gaps the partitions that may be filled or emptied
 * @param measures in the order of the file
 * @param unchanged columns that must be identical in every row
 * @param tolerance by column; all other columns must be exactly equal
 * @param explainedBy in the order of the file: the first rule that matches explains a row
 * @param unexplained the limit for differences without a reason; no row if only reasons are declared; empty if neither
 *     is declared
 * @param boundaryJump the robust z-score above which a step between partitions is a finding; empty: steps are not
 *     judged
 * @param checks in the order of the file
 */
public record Validation(
        RowTolerance rowCountTolerance,
        Gaps gaps,
        List<Measure> measures,
        List<SourceTotal> sourceTotals,
        Set<String> unchanged,
        Map<String, ColumnTolerance> tolerance,
        List<ExplanationRule> explainedBy,
        Optional<Unexplained> unexplained,
        Optional<BigDecimal> boundaryJump,
        List<OwnCheck> checks) {

    /**
     * How many partitions may change between having rows and having none.
     *
     * @param filled partitions without rows today that may get some, such as history before the first load
     * @param emptied partitions with rows today that may have none any more
     */
    public record Gaps(long filled, long emptied) {
        public static final Gaps NONE = new Gaps(0, 0);

        /** Returns whether a partition is filled or emptied, and may be. Only the number of such partitions is limited. */
        public boolean mayBe(long rowsBefore, long rowsAfter) {
            return (rowsBefore == 0 && rowsAfter > 0 && filled > 0)
                    || (rowsBefore > 0 && rowsAfter == 0 && emptied > 0);
        }

        public boolean areDeclared() {
            return filled > 0 || emptied > 0;
        }

        /** The limits in words: {@code at most 31 filled, none emptied}. */
        public String inWords() {
            return "%s filled, %s emptied".formatted(limit(filled), limit(emptied));
        }

        private static String limit(long partitions) {
            return partitions == 0 ? "none" : "at most " + partitions;
        }
    }

    public Validation {
        measures = List.copyOf(measures);
        sourceTotals = List.copyOf(sourceTotals);
        unchanged = Set.copyOf(unchanged);
        tolerance = Map.copyOf(tolerance);
        explainedBy = List.copyOf(explainedBy);
        unexplained = explainedBy.isEmpty() ? unexplained : Optional.of(unexplained.orElse(Unexplained.NO_ROW));
        checks = List.copyOf(checks);
    }

    /** The same with other names of columns outside of SQL. */
    public Validation withColumns(UnaryOperator<String> name) {
        return new Validation(
                rowCountTolerance,
                gaps,
                measures,
                sourceTotals,
                unchanged.stream().map(name).collect(Collectors.toSet()),
                tolerance.entrySet().stream()
                        .collect(Collectors.toMap(entry -> name.apply(entry.getKey()), Map.Entry::getValue)),
                explainedBy,
                unexplained,
                boundaryJump,
                checks);
    }
}
