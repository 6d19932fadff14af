package dev.amend.reconciliation;

import dev.amend.reconciliation.Evidence.BeforeAfter;
import dev.amend.reconciliation.Evidence.Endless;
import dev.amend.reconciliation.Evidence.Moved;
import dev.amend.reconciliation.Evidence.Precision;
import dev.amend.reconciliation.Evidence.Remedy;
import dev.amend.reconciliation.Evidence.RequiredNulls;
import dev.amend.reconciliation.Evidence.TotalPair;
import dev.amend.reconciliation.MeasureQuery.Named;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.spark.sql.SparkSession;

/** Compares a batch's rows in the shadow with the baseline's. */
public final class Reconciler {
    private final Specification specification;
    private final BatchSources sources;

    /** @param sources what source totals are computed from */
    public Reconciler(Specification specification, BatchSources sources) {
        this.specification = specification;
        this.sources = sources;
    }

    /** One batch on its own, as {@link #reconcile(SparkSession, BatchGroup)} does it. */
    public BatchReconciliation reconcile(SparkSession session, BatchInput input) {
        return reconcile(session, BatchGroup.of(input)).get(0);
    }

    /**
     * Compares batches by one wide job, whatever the number of checks; by a small one more for each source total, and for
     * each batch that needs it one for measures that don't add up, one for texts of the rows that are shown, and one for
     * rows that are shown in place of moved ones; by one for
     * the guard band of a group at an end of the range, and by one for each own check of each batch. The old side is read
     * by snapshot id, and so is the shadow.
     *
     * @param session one that no other thread uses
     * @return what was found of each batch, in the group's order
     * @throws dev.amend.specs.AmendException if a piece of the specification is not what Spark understands
     */
    public List<BatchReconciliation> reconcile(SparkSession session, BatchGroup group) {
        Schema before = TargetTable.schema(session, specification, group.baselineSnapshot());
        Schema after = group.newRows()
                .fold(shadow -> TargetTable.shadowSchema(session, specification, shadow.snapshotId()), view -> before);
        TargetColumns columns = TargetColumns.common(specification, before, after);
        ComparisonPlan plan = ComparisonPlan.of(specification, columns);
        return CheckedSql.of(session, specification, group.batches().get(0))
                .call(() -> group.scale()
                        .run(session, () -> compare(session, group, plan, SchemaChange.between(before, after))));
    }

    private List<BatchReconciliation> compare(
            SparkSession session, BatchGroup group, ComparisonPlan plan, SchemaChange schema) {
        PairJob job = PairJob.run(session, plan, group);
        SourceTotals totals = new SourceTotals(specification.validation().sourceTotals());
        List<List<SourceTotals.Figure>> figures = totals.run(session, group, sources);
        GuardBand guardBand = GuardBand.read(session, plan, group);
        return IntStream.range(0, group.batches().size())
                .mapToObj(i -> found(session, group.batches().get(i), plan, schema, job, guardBand, figures.get(i)))
                .toList();
    }

    private BatchReconciliation found(
            SparkSession session,
            BatchInput input,
            ComparisonPlan plan,
            SchemaChange schema,
            PairJob job,
            GuardBand guardBand,
            List<SourceTotals.Figure> totals) {
        List<String> sql = new ArrayList<>();
        PartitionRange range = input.batch().range();
        Comparison comparison = new Comparison(specification, plan.columns(), plan.figuresOfGroups());
        sql.add(BoundSql.of(
                comparison.statement(input.baselineSnapshot(), input.newRows(), JobScale.DISTRIBUTED),
                comparison.parameters(range)));
        MeasureQuery.Figures others = others(session, plan, input, sql);
        specification
                .validation()
                .sourceTotals()
                .forEach(total -> sql.add(BoundSql.of(total.sourceQuery(), input.parameters())));
        specification.validation().checks().forEach(check -> sql.add(BoundSql.of(check.sql(), input.parameters())));

        PairTally tally = job.tallies().inCellOf(range.start());
        Map<Long, Integer> moved = MovedRows.find(tally);
        LoneSamples.settle(session, plan, input, tally, moved.keySet());
        BatchFigures figures = new BatchFigures(plan, tally, job.floatingFigures(), moved);
        List<PartitionFigures> partitions = figures.partitions(range, others);
        Evidence evidence = new Evidence(
                input.batch().id(),
                schema,
                partitions,
                figures.measures(partitions, others),
                figures.contributions(),
                figures.columns(),
                duplicates(tally),
                tally.hasTooManyLoneRows() ? Moved.TOO_MANY_TO_LOOK_FOR : Moved.LOOKED_FOR,
                requiredNulls(plan, tally),
                endless(plan, tally, others),
                totals(plan, job, tally, others, totals));
        Originals originals = Originals.fetch(
                session, specification, plan.columns(), input, tally.picks().rows());
        return new BatchReconciliation(
                input.batch().id(),
                range,
                input.baselineSnapshot(),
                input.newRows().fold(NewRows.InShadow::snapshotId, view -> 0L),
                findings(session, input, plan, evidence, guardBand),
                partitions,
                guardBand.of(input.batch()),
                evidence.measures(),
                evidence.contributions(),
                evidence.columns(),
                figures.topDeltas(originals),
                figures.samples(originals),
                sql);
    }

    private List<Finding> findings(
            SparkSession session, BatchInput input, ComparisonPlan plan, Evidence evidence, GuardBand guardBand) {
        List<Finding> findings = new ArrayList<>(Judge.judge(specification, evidence));
        findings.addAll(guardBand.judge(input.batch()));
        findings.addAll(new OwnChecks(specification, plan.columns()).run(session, input));
        return findings;
    }

    private MeasureQuery.Figures others(SparkSession session, ComparisonPlan plan, BatchInput input, List<String> sql) {
        MeasureQuery query = new MeasureQuery(specification, plan.columns(), plan.others());
        if (!query.isNeeded()) {
            return MeasureQuery.NONE;
        }
        String statement = query.statement(input.baselineSnapshot(), input.newRows(), 1);
        sql.add(BoundSql.of(statement, plan.columns().bounds(input.batch().range(), 0)));
        return query.run(session, statement, List.of(input.batch().range()), input.parameters());
    }

    private List<TotalPair> totals(
            ComparisonPlan plan,
            PairJob job,
            PairTally tally,
            MeasureQuery.Figures others,
            List<SourceTotals.Figure> sources) {
        List<SourceTotal> totals = specification.validation().sourceTotals();
        return IntStream.range(0, totals.size())
                .mapToObj(i -> {
                    int figure = plan.figureOf(totals.get(i));
                    String name = ComparisonPlan.nameOf(totals.get(i));
                    boolean floating = job.floatingFigures().contains(figure)
                            || others.floating().contains(name)
                            || sources.get(i).precision() == Precision.FLOATING;
                    return new TotalPair(
                            totals.get(i).name(),
                            figure < 0 ? others.wholeOf(name) : sumAfter(tally, figure),
                            sources.get(i).value(),
                            floating ? Precision.FLOATING : Precision.EXACT);
                })
                .toList();
    }

    private List<RequiredNulls> requiredNulls(ComparisonPlan plan, PairTally tally) {
        List<String> required = specification.target().required();
        return IntStream.range(0, required.size())
                .mapToObj(i -> new RequiredNulls(
                        required.get(i),
                        new BeforeAfter(
                                sumBefore(tally, plan.figureOfRequired(i)).longValueExact(),
                                sumAfter(tally, plan.figureOfRequired(i)).longValueExact())))
                .toList();
    }

    private static List<Endless> endless(ComparisonPlan plan, PairTally tally, MeasureQuery.Figures others) {
        List<Endless> endless = new ArrayList<>();
        List<String> names = plan.addedFigures();
        for (int i = 0; i < names.size(); i++) {
            int figure = i;
            BeforeAfter rows = new BeforeAfter(
                    count(tally, partition -> partition.endlessBefore[figure]),
                    count(tally, partition -> partition.endlessAfter[figure]));
            if (rows.before() + rows.after() > 0) {
                endless.add(new Endless(names.get(i), rows, Remedy.LEFT_OUT));
            }
        }
        for (Named other : plan.others()) {
            Optional.ofNullable(others.endless().get(other.name()))
                    .ifPresent(count -> endless.add(new Endless(other.name(), count, Remedy.NONE)));
        }
        return endless;
    }

    private static long count(PairTally tally, ToLongFunction<PartitionTally> of) {
        return tally.partitions().values().stream().mapToLong(of).sum();
    }

    private static BeforeAfter duplicates(PairTally tally) {
        return new BeforeAfter(
                count(tally, partition -> partition.duplicateKeysBefore),
                count(tally, partition -> partition.duplicateKeysAfter));
    }

    private static BigDecimal sumBefore(PairTally tally, int figure) {
        return tally.partitions().values().stream()
                .map(partition -> partition.figuresBefore.get(figure))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal sumAfter(PairTally tally, int figure) {
        return tally.partitions().values().stream()
                .map(partition -> partition.figuresAfter.get(figure))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
