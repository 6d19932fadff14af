package dev.amend.engine.output;

import dev.amend.engine.explain.Explanation.OfBatch;
import dev.amend.reconciliation.KeyComparison;
import dev.amend.reconciliation.KeySide;
import dev.amend.reconciliation.ShownRow;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.specs.Specification;
import dev.amend.specs.Target;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One column of an explained row.
 *
 * @param verdict the result of the comparison; empty if two values were not compared
 * @param before one value for each old row
 * @param after one value for each new row
 * @param delta the difference of a number, between one old and one new row
 */
record ExplainedColumn(
        String name,
        Use use,
        Optional<Verdict> verdict,
        List<CellValue> before,
        List<CellValue> after,
        Optional<BigDecimal> delta) {

    /** The part of a column in the comparison. */
    enum Use {
        KEY,
        COMPARED,
        /** The column differs on every run by nature, and is not compared. */
        VOLATILE
    }

    /** The comparison's verdict on two values. */
    enum Verdict {
        SAME,
        /** The values are not equal, but within the column's tolerance. */
        WITHIN_TOLERANCE,
        DIFFERS
    }

    /** Every column of both sides, in the order of the table. */
    static List<ExplainedColumn> of(Specification specification, OfBatch explained) {
        Set<String> names = new LinkedHashSet<>();
        explained
                .comparison()
                .ifPresent(comparison -> names.addAll(comparison.after().columns()));
        names.addAll(explained.before().columns());
        return names.stream()
                .map(name -> of(name, specification.target(), explained))
                .toList();
    }

    private static ExplainedColumn of(String name, Target target, OfBatch explained) {
        List<CellValue> before = values(name, explained.before());
        List<CellValue> after = explained
                .comparison()
                .map(comparison -> values(name, comparison.after()))
                .orElse(List.of());
        Use use = use(name, target);
        return new ExplainedColumn(
                name,
                use,
                explained
                        .comparison()
                        .filter(comparison -> use == Use.COMPARED && isPair(before, after))
                        .map(comparison -> verdict(name, comparison, before.equals(after))),
                before,
                after,
                explained.comparison().flatMap(comparison -> delta(name, comparison)));
    }

    private static Use use(String name, Target target) {
        if (target.key().contains(name)) {
            return Use.KEY;
        }
        return target.volatileColumns().contains(name) ? Use.VOLATILE : Use.COMPARED;
    }

    private static boolean isPair(List<CellValue> before, List<CellValue> after) {
        return before.size() == 1 && after.size() == 1;
    }

    private static Verdict verdict(String name, KeyComparison comparison, boolean equal) {
        if (comparison.differing().contains(name)) {
            return Verdict.DIFFERS;
        }
        return equal ? Verdict.SAME : Verdict.WITHIN_TOLERANCE;
    }

    private static List<CellValue> values(String name, KeySide side) {
        return side.rows().stream()
                .map(row -> row.cells().getOrDefault(name, CellValue.ABSENT))
                .toList();
    }

    private static Optional<BigDecimal> delta(String name, KeyComparison comparison) {
        return comparison
                .before()
                .only()
                .flatMap(before -> comparison
                        .after()
                        .only()
                        .flatMap(after -> number(name, before)
                                .flatMap(old -> number(name, after).map(now -> now.subtract(old)))));
    }

    private static Optional<BigDecimal> number(String name, ShownRow row) {
        return Optional.ofNullable(row.numbers().get(name));
    }
}
