package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.checks.Evidence.Endless;
import dev.amend.reconciliation.checks.Evidence.Growth;
import dev.amend.reconciliation.checks.Evidence.Moved;
import dev.amend.reconciliation.checks.Evidence.Remedy;
import dev.amend.reconciliation.checks.Evidence.RequiredNulls;
import dev.amend.reconciliation.checks.Evidence.TotalPair;
import dev.amend.reconciliation.finding.BeforeAfter;
import dev.amend.reconciliation.finding.CheckName;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.SchemaChange;
import dev.amend.reconciliation.pairs.PairTally;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Compares a batch's figures with the specification: one finding for each check, and for each partition that fails. */
public final class Judge {
    private final Specification specification;
    private final Evidence evidence;
    private final List<Finding> findings = new ArrayList<>();

    private Judge(Specification specification, Evidence evidence) {
        this.specification = specification;
        this.evidence = evidence;
    }

    public static List<Finding> judge(Specification specification, Evidence evidence) {
        Judge judge = new Judge(specification, evidence);
        judge.structure();
        judge.aggregates();
        judge.rows();
        return List.copyOf(judge.findings);
    }

    private void structure() {
        schema();
        perPartition(
                CheckName.ROW_COUNT.text(),
                "within " + specification.validation().rowCountTolerance().inWords(),
                this::allowedCount);
        partitions();
        if (!specification.target().key().isEmpty()) {
            never(CheckName.KEY_UNIQUE.text(), "no key twice", evidence.duplicates());
            never(CheckName.KEY_NOT_NULL.text(), "no row without a key", Growth.of(nullKeys()));
        }
        for (RequiredNulls required : evidence.requiredNulls()) {
            never(CheckName.REQUIRED.of(required.column()), "no null", Growth.of(required.nulls()));
        }
    }

    private void schema() {
        SchemaChange schema = evidence.schema();
        List<String> changes = new ArrayList<>(schema.breaks());
        changes.addAll(schema.additions());
        changes.addAll(schema.promotions());
        Outcome ifAdded = schema.additions().isEmpty() ? Outcome.PASS : Outcome.WARN;
        add(
                Level.STRUCTURAL,
                CheckName.SCHEMA.text(),
                schema.breaks().isEmpty() ? ifAdded : Outcome.FAIL,
                "the same columns",
                changes.isEmpty() ? "the same columns" : String.join(", ", changes));
    }

    private void perPartition(String check, String expected, Predicate<PartitionFigures> holds) {
        List<PartitionFigures> failed =
                evidence.partitions().stream().filter(holds.negate()).toList();
        for (PartitionFigures partition : failed) {
            findings.add(new Finding(
                    Level.STRUCTURAL, check, Outcome.FAIL, partition.partition(), expected, rows(partition)));
        }
        if (failed.isEmpty()) {
            int partitions = evidence.partitions().size();
            add(Level.STRUCTURAL, check, Outcome.PASS, expected, "all of " + partitions + " partitions");
        }
    }

    private boolean allowedCount(PartitionFigures partition) {
        return isDeclaredGap(partition)
                || specification
                        .validation()
                        .rowCountTolerance()
                        .allows(partition.before().rows(), partition.after().rows());
    }

    private boolean isDeclaredGap(PartitionFigures partition) {
        return ComparablePartitions.isDeclaredGap(specification, partition);
    }

    /**
     * A partition that is filled without a declaration is shown to the owner; the row-count check limits how many rows may
     * fill it. How many were filled or emptied as declared is a check of the total.
     */
    private void partitions() {
        String expected = specification.validation().gaps().areDeclared()
                ? specification.validation().gaps().inWords()
                : "none emptied, none appeared";
        List<PartitionFigures> odd = evidence.partitions().stream()
                .filter(partition -> isEmpty(partition.before()) != isEmpty(partition.after()))
                .filter(partition -> !isDeclaredGap(partition))
                .toList();
        for (PartitionFigures partition : odd) {
            Outcome outcome = isEmpty(partition.after()) ? Outcome.FAIL : Outcome.WARN;
            findings.add(new Finding(
                    Level.STRUCTURAL,
                    CheckName.PARTITIONS.text(),
                    outcome,
                    partition.partition(),
                    expected,
                    rows(partition)));
        }
        if (odd.isEmpty()) {
            long without = evidence.partitions().stream()
                    .filter(partition -> isEmpty(partition.before()) && isEmpty(partition.after()))
                    .count();
            String all = "all of %d partitions".formatted(evidence.partitions().size());
            long declared =
                    evidence.partitions().stream().filter(this::isDeclaredGap).count();
            String asBefore = without == 0 ? all : "%s, %d of them without rows as before".formatted(all, without);
            add(
                    Level.STRUCTURAL,
                    CheckName.PARTITIONS.text(),
                    Outcome.PASS,
                    expected,
                    declared == 0 ? asBefore : "%s, %d of them filled or emptied as declared".formatted(all, declared));
        }
    }

    private static boolean isEmpty(Fingerprint side) {
        return side.rows() == 0;
    }

    /** A problem that the baseline already has is shown, and fails only if there is more of it than before. */
    static Finding never(String check, String expected, Growth count, String scope) {
        Outcome ifNoMore = count.before() > 0 ? Outcome.WARN : Outcome.PASS;
        return new Finding(
                Level.STRUCTURAL,
                check,
                count.more() > 0 ? Outcome.FAIL : ifNoMore,
                scope,
                expected,
                "%s → %s%s"
                        .formatted(FigureText.number(count.before()), FigureText.number(count.after()), beside(count)));
    }

    private static String beside(Growth count) {
        if (count.more() == 0) {
            return count.after() == 0 ? "" : ", as the baseline already has";
        }
        return count.after() > count.before()
                ? ""
                : ", of which %s more often than before".formatted(FigureText.number(count.more()));
    }

    private void never(String check, String expected, Growth count) {
        findings.add(never(check, expected, count, evidence.batch()));
    }

    private BeforeAfter nullKeys() {
        return new BeforeAfter(
                evidence.partitions().stream()
                        .mapToLong(PartitionFigures::nullKeysBefore)
                        .sum(),
                evidence.partitions().stream()
                        .mapToLong(PartitionFigures::nullKeysAfter)
                        .sum());
    }

    private void aggregates() {
        Expectations expectations = new Expectations(specification);
        ComparablePartitions comparable = ComparablePartitions.of(specification, evidence.partitions());
        for (PartitionFigures partition : comparable.partitions()) {
            expectations.ofMeasures(partition.measures(), Measure.Per.PARTITION, partition.partition()).stream()
                    .filter(Finding::failed)
                    .forEach(findings::add);
        }
        findings.addAll(
                expectations.ofMeasures(comparable.measures(evidence.measures()), Measure.Per.BATCH, evidence.batch()));

        evidence.endless().forEach(this::endless);
        for (TotalPair total : evidence.sourceTotals()) {
            add(
                    Level.AGGREGATE,
                    CheckName.SOURCE_TOTAL.of(total.name()),
                    total.agree() ? Outcome.PASS : Outcome.FAIL,
                    FigureText.number(total.source()),
                    FigureText.number(total.target()));
        }
    }

    /** Values left out equally on both sides do not affect the other rows; otherwise the figure can't be judged. */
    private void endless(Endless endless) {
        boolean alike = endless.remedy() == Remedy.LEFT_OUT
                && endless.count().before() == endless.count().after();
        String where = endless.remedy() == Remedy.LEFT_OUT ? "rows, left out" : "partitions and totals";
        add(
                Level.AGGREGATE,
                CheckName.FINITE.of(endless.figure()),
                alike ? Outcome.WARN : Outcome.FAIL,
                "neither NaN nor infinity",
                "%s → %s %s"
                        .formatted(
                                FigureText.number(endless.count().before()),
                                FigureText.number(endless.count().after()),
                                where));
    }

    private void rows() {
        for (String column :
                specification.validation().unchanged().stream().sorted().toList()) {
            long rows = evidence.columns().stream()
                    .filter(change -> change.column().equals(column))
                    .mapToLong(ColumnChange::rows)
                    .sum();
            add(
                    Level.ROW,
                    CheckName.UNCHANGED.of(column),
                    rows == 0 ? Outcome.PASS : Outcome.FAIL,
                    "changed in no row",
                    "changed in " + FigureText.number(rows));
        }

        long moved = evidence.count(RowClass.MOVED);
        boolean lookedFor = evidence.moved() == Moved.LOOKED_FOR;
        if (moved > 0 || !lookedFor) {
            String found = lookedFor
                    ? FigureText.number(moved)
                    : "not looked for: more than %s rows are on one side only"
                            .formatted(FigureText.number(PairTally.LONE_ROWS));
            add(Level.ROW, CheckName.MOVED_ROWS.text(), Outcome.WARN, "no row in another partition", found);
        }
        findings.addAll(new Expectations(specification)
                .ofUnexplained(
                        evidence.unexplained(), evidence.contributions(), evidence.measures(), evidence.batch()));
    }

    private void add(Level level, String check, Outcome outcome, String expected, String found) {
        findings.add(new Finding(level, check, outcome, evidence.batch(), expected, found));
    }

    private static String rows(PartitionFigures partition) {
        return "%s → %s"
                .formatted(
                        FigureText.number(partition.before().rows()),
                        FigureText.number(partition.after().rows()));
    }
}
