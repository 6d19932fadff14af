package dev.amend.reconciliation;

import dev.amend.reconciliation.Evidence.BeforeAfter;
import dev.amend.reconciliation.Evidence.Endless;
import dev.amend.reconciliation.Evidence.Moved;
import dev.amend.reconciliation.Evidence.Remedy;
import dev.amend.reconciliation.Evidence.RequiredNulls;
import dev.amend.reconciliation.Evidence.TotalPair;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Holds a batch's figures against the specification: one finding for each check, and one for each partition that fails. */
final class Judge {
    private final Specification specification;
    private final Evidence evidence;
    private final List<Finding> findings = new ArrayList<>();

    private Judge(Specification specification, Evidence evidence) {
        this.specification = specification;
        this.evidence = evidence;
    }

    static List<Finding> judge(Specification specification, Evidence evidence) {
        Judge judge = new Judge(specification, evidence);
        judge.structure();
        judge.aggregates();
        judge.rows();
        return List.copyOf(judge.findings);
    }

    private void structure() {
        schema();
        perPartition(
                "row-count",
                "within " + specification.validation().rowCountTolerance().inWords(),
                this::allowedCount);
        partitions();
        if (!specification.target().key().isEmpty()) {
            never("key-unique", "no key twice", evidence.duplicates());
            never("key-not-null", "no row without a key", nullKeys());
        }
        for (RequiredNulls required : evidence.requiredNulls()) {
            never("required:" + required.column(), "no null", required.nulls());
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
                "schema",
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
        return specification
                .validation()
                .rowCountTolerance()
                .allows(partition.before().rows(), partition.after().rows());
    }

    /** What fills a hole is for the owner to see; how many rows may do so is what the row count is checked for. */
    private void partitions() {
        String expected = "none emptied, none appeared";
        List<PartitionFigures> odd = evidence.partitions().stream()
                .filter(partition -> isEmpty(partition.before()) != isEmpty(partition.after()))
                .toList();
        for (PartitionFigures partition : odd) {
            Outcome outcome = isEmpty(partition.after()) ? Outcome.FAIL : Outcome.WARN;
            findings.add(new Finding(
                    Level.STRUCTURAL, "partitions", outcome, partition.partition(), expected, rows(partition)));
        }
        if (odd.isEmpty()) {
            long without = evidence.partitions().stream()
                    .filter(partition -> isEmpty(partition.before()))
                    .count();
            String all = "all of %d partitions".formatted(evidence.partitions().size());
            add(
                    Level.STRUCTURAL,
                    "partitions",
                    Outcome.PASS,
                    expected,
                    without == 0 ? all : "%s, %d of them without rows as before".formatted(all, without));
        }
    }

    private static boolean isEmpty(Fingerprint side) {
        return side.rows() == 0;
    }

    /** What the baseline had already is worth knowing, and not this backfill's fault. */
    static Finding never(String check, String expected, BeforeAfter count, String scope) {
        Outcome ifNone = count.before() > 0 ? Outcome.WARN : Outcome.PASS;
        return new Finding(
                Level.STRUCTURAL,
                check,
                count.after() > 0 ? Outcome.FAIL : ifNone,
                scope,
                expected,
                "%s → %s".formatted(FigureText.number(count.before()), FigureText.number(count.after())));
    }

    private void never(String check, String expected, BeforeAfter count) {
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
        for (PartitionFigures partition : evidence.partitions()) {
            expectations.ofMeasures(partition.measures(), Measure.Per.PARTITION, partition.partition()).stream()
                    .filter(Finding::failed)
                    .forEach(findings::add);
        }
        findings.addAll(expectations.ofMeasures(evidence.measures(), Measure.Per.BATCH, evidence.batch()));

        evidence.endless().forEach(this::endless);
        for (TotalPair total : evidence.sourceTotals()) {
            add(
                    Level.AGGREGATE,
                    "source-total:" + total.name(),
                    total.agree() ? Outcome.PASS : Outcome.FAIL,
                    FigureText.number(total.source()),
                    FigureText.number(total.target()));
        }
    }

    /** Left out on both sides alike they don't hide what the others do; else no figure can be judged. */
    private void endless(Endless endless) {
        boolean alike = endless.remedy() == Remedy.LEFT_OUT
                && endless.count().before() == endless.count().after();
        String where = endless.remedy() == Remedy.LEFT_OUT ? "rows, left out" : "partitions and totals";
        add(
                Level.AGGREGATE,
                "finite:" + endless.figure(),
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
                    "unchanged:" + column,
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
            add(Level.ROW, "moved-rows", Outcome.WARN, "no row in another partition", found);
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
