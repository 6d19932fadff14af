package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.CheckName;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.reconciliation.finding.Verdict;
import dev.amend.reconciliation.pairs.ColumnTally;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.Specification;
import dev.amend.specs.Validation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reconciliation of all batches together.
 *
 * @param findings about the total only; each batch keeps its own
 * @param batchesExpected the number of batches in the backfill; the report is final when all are included
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
    private static final int TOP = 20;
    private static final int SAMPLES = 10;

    public TotalReconciliation {
        findings = List.copyOf(findings);
        classes = Collections.unmodifiableMap(new EnumMap<>(classes));
        explained = Collections.unmodifiableSortedMap(new TreeMap<>(explained));
        measures = List.copyOf(measures);
        contributions = List.copyOf(contributions);
        columns = List.copyOf(columns);
        topDeltas = List.copyOf(topDeltas);
        samples = List.copyOf(samples);
    }

    /** @param totals the totals that no single batch can show */
    public static TotalReconciliation of(
            Specification specification, List<BatchReconciliation> batches, RangeTotals totals) {
        List<PartitionFigures> partitions = all(batches, BatchReconciliation::partitions);
        long unexplained =
                partitions.stream().mapToLong(PartitionFigures::unexplained).sum();
        List<MeasureFigure> measures = measures(specification, batches, totals.measures());
        List<Contribution> contributions = contributions(specification, batches);
        List<Finding> findings = new ArrayList<>(totals.findings());
        findings.addAll(findings(
                specification,
                ComparablePartitions.of(specification, partitions).measures(measures),
                contributions,
                unexplained));
        specification.validation().measures().stream()
                .filter(measure -> find(measures, measure.name()).isEmpty())
                .map(measure -> Finding.toCome(
                        Level.AGGREGATE,
                        CheckName.MEASURE.of(measure.name()),
                        measure.expectation().orElse("a figure")))
                .forEach(findings::add);
        findings.addAll(BoundarySteps.judge(specification, batches));
        findings.addAll(gaps(specification, partitions));
        if (!partitions.isEmpty() && partitions.stream().allMatch(TotalReconciliation::hasNoRows)) {
            findings.add(Finding.noRows());
        }
        int expected = specification.batches().size();
        return new TotalReconciliation(
                verdict(batches, findings, expected),
                expected,
                batches.size(),
                findings,
                partitions.stream()
                        .mapToLong(partition -> partition.before().rows())
                        .sum(),
                partitions.stream()
                        .mapToLong(partition -> partition.after().rows())
                        .sum(),
                classes(partitions),
                explained(specification, partitions),
                unexplained,
                measures,
                contributions,
                columns(batches),
                topDeltas(batches),
                samples(batches));
    }

    /** A copy for readers, without the distributions behind medians, which are only needed to add batches up. */
    public TotalReconciliation withoutBuckets() {
        return new TotalReconciliation(
                verdict,
                batchesExpected,
                batchesDone,
                findings,
                rowsBefore,
                rowsAfter,
                classes,
                explained,
                unexplained,
                measures,
                contributions,
                columns.stream().map(ColumnChange::withoutBuckets).toList(),
                topDeltas,
                samples);
    }

    /** True if all batches are included and every check of the total has a result. */
    public boolean isFinal() {
        return batchesDone == batchesExpected && findings.stream().noneMatch(Finding::awaitsTotal);
    }

    /** Counts the partitions that were filled and emptied, if some may be. */
    private static List<Finding> gaps(Specification specification, List<PartitionFigures> partitions) {
        Validation.Gaps limits = specification.validation().gaps();
        if (!limits.areDeclared()) {
            return List.of();
        }
        long filled = partitions.stream()
                .filter(partition ->
                        partition.before().rows() == 0 && partition.after().rows() > 0)
                .count();
        long emptied = partitions.stream()
                .filter(partition ->
                        partition.before().rows() > 0 && partition.after().rows() == 0)
                .count();
        return List.of(new Finding(
                Level.STRUCTURAL,
                CheckName.PARTITIONS.text(),
                filled <= limits.filled() && emptied <= limits.emptied() ? Outcome.PASS : Outcome.FAIL,
                Finding.TOTAL,
                limits.inWords(),
                "%d filled, %d emptied".formatted(filled, emptied)));
    }

    private static boolean hasNoRows(PartitionFigures partition) {
        return partition.before().rows() == 0 && partition.after().rows() == 0;
    }

    private static Verdict verdict(List<BatchReconciliation> batches, List<Finding> total, int expected) {
        List<Outcome> outcomes = Stream.concat(
                        total.stream(), batches.stream().flatMap(batch -> batch.findings().stream()))
                .map(Finding::outcome)
                .toList();
        if (outcomes.contains(Outcome.FAIL)) {
            return Verdict.FAIL;
        }
        return outcomes.contains(Outcome.WARN) || batches.size() < expected ? Verdict.NEEDS_DECISION : Verdict.PASS;
    }

    private static List<Finding> findings(
            Specification specification,
            List<MeasureFigure> measures,
            List<Contribution> contributions,
            long unexplained) {
        Expectations expectations = new Expectations(specification);
        List<Finding> findings = new ArrayList<>(expectations.ofMeasures(measures, Measure.Per.TOTAL, Finding.TOTAL));
        findings.addAll(expectations.ofUnexplained(unexplained, contributions, measures, Finding.TOTAL));
        findings.addAll(expectations.ofDeclaredReasons(unexplained, Finding.TOTAL));
        return findings;
    }

    private static List<MeasureFigure> measures(
            Specification specification, List<BatchReconciliation> batches, List<MeasureFigure> others) {
        List<MeasureFigure> figures = all(batches, BatchReconciliation::measures);
        return specification.validation().measures().stream()
                .flatMap(measure -> (TotalMeasures.addsUp(measure)
                                ? sum(figures, measure.name())
                                : find(others, measure.name()))
                        .stream())
                .toList();
    }

    private static Optional<MeasureFigure> sum(List<MeasureFigure> figures, String name) {
        return figures.stream().filter(figure -> figure.name().equals(name)).reduce(MeasureFigure::plus);
    }

    private static Optional<MeasureFigure> find(List<MeasureFigure> figures, String name) {
        return figures.stream().filter(figure -> figure.name().equals(name)).findFirst();
    }

    private static List<Contribution> contributions(Specification specification, List<BatchReconciliation> batches) {
        List<Contribution> all = all(batches, BatchReconciliation::contributions);
        return specification.validation().measures().stream()
                .flatMap(measure -> all.stream()
                        .filter(contribution -> contribution.measure().equals(measure.name()))
                        .collect(Collectors.toMap(
                                Contribution::cause, Function.identity(), Contribution::plus, TreeMap::new))
                        .values()
                        .stream())
                .toList();
    }

    private static Map<RowClass, Long> classes(List<PartitionFigures> partitions) {
        Map<RowClass, Long> classes = new EnumMap<>(RowClass.class);
        for (RowClass rowClass : RowClass.values()) {
            classes.put(
                    rowClass,
                    partitions.stream()
                            .mapToLong(partition -> partition.count(rowClass))
                            .sum());
        }
        return classes;
    }

    private static SortedMap<String, Long> explained(Specification specification, List<PartitionFigures> partitions) {
        SortedMap<String, Long> explained = new TreeMap<>();
        specification.validation().explainedBy().forEach(rule -> explained.put(rule.name(), 0L));
        partitions.forEach(
                partition -> partition.explained().forEach((rule, rows) -> explained.merge(rule, rows, Long::sum)));
        return explained;
    }

    private static List<ColumnChange> columns(List<BatchReconciliation> batches) {
        return all(batches, BatchReconciliation::columns).stream()
                .collect(Collectors.groupingBy(ColumnChange::column, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(column -> ColumnTally.sum(column.getKey(), column.getValue()))
                .sorted(Comparator.comparing(ColumnChange::rows).reversed().thenComparing(ColumnChange::column))
                .toList();
    }

    private static List<TopDelta> topDeltas(List<BatchReconciliation> batches) {
        record Ranked(String measure, TopDelta.Ranking ranking) {}
        return all(batches, BatchReconciliation::topDeltas).stream()
                .collect(Collectors.groupingBy(
                        top -> new Ranked(top.measure(), top.ranking()),
                        () -> new TreeMap<>(
                                Comparator.comparing(Ranked::measure).thenComparing(Ranked::ranking)),
                        Collectors.toList()))
                .values()
                .stream()
                .flatMap(tops -> tops.stream().sorted(TopDelta.farthestFirst()).limit(TOP))
                .toList();
    }

    private static List<RowView> samples(List<BatchReconciliation> batches) {
        return all(batches, BatchReconciliation::samples).stream()
                .collect(Collectors.groupingBy(RowView::rowClass, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(samples -> samples.stream()
                        .sorted(Comparator.comparing(RowView::keyHash).thenComparing(RowView::partition))
                        .limit(SAMPLES))
                .toList();
    }

    private static <T> List<T> all(
            List<BatchReconciliation> batches, Function<BatchReconciliation, Collection<T>> part) {
        return batches.stream().flatMap(batch -> part.apply(batch).stream()).toList();
    }
}
