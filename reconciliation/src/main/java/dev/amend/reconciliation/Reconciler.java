package dev.amend.reconciliation;

import dev.amend.reconciliation.checks.CheckedSql;
import dev.amend.reconciliation.checks.Evidence;
import dev.amend.reconciliation.checks.Evidence.Endless;
import dev.amend.reconciliation.checks.Evidence.Growth;
import dev.amend.reconciliation.checks.Evidence.Moved;
import dev.amend.reconciliation.checks.Evidence.Precision;
import dev.amend.reconciliation.checks.Evidence.Remedy;
import dev.amend.reconciliation.checks.Evidence.RequiredNulls;
import dev.amend.reconciliation.checks.Evidence.TotalPair;
import dev.amend.reconciliation.checks.GuardBand;
import dev.amend.reconciliation.checks.Judge;
import dev.amend.reconciliation.checks.OwnChecks;
import dev.amend.reconciliation.checks.SourceTotals;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.BeforeAfter;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.SchemaChange;
import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.BatchSources;
import dev.amend.reconciliation.input.MeasureQuery;
import dev.amend.reconciliation.input.MeasureQuery.Named;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.Sides;
import dev.amend.reconciliation.pairs.BatchFigures;
import dev.amend.reconciliation.pairs.Comparison;
import dev.amend.reconciliation.pairs.ComparisonPlan;
import dev.amend.reconciliation.pairs.FullValues;
import dev.amend.reconciliation.pairs.LoneSamples;
import dev.amend.reconciliation.pairs.MovedRows;
import dev.amend.reconciliation.pairs.PairJob;
import dev.amend.reconciliation.pairs.PairSource;
import dev.amend.reconciliation.pairs.PairTally;
import dev.amend.reconciliation.pairs.PartitionTally;
import dev.amend.reconciliation.sql.BoundSql;
import dev.amend.reconciliation.sql.JobScale;
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
import org.apache.spark.sql.SparkSession;

/** Compares a batch's rows in the shadow with those in the baseline. */
public final class Reconciler {
    private final Specification specification;
    private final BatchSources sources;
    private final PairSource source;

    /** @param sources the sources that totals are computed from */
    public Reconciler(Specification specification, BatchSources sources) {
        this(specification, sources, PairSources.found());
    }

    /** @param source how pairs are read from Spark */
    public Reconciler(Specification specification, BatchSources sources, PairSource source) {
        this.specification = specification;
        this.sources = sources;
        this.source = source;
    }

    /** Reconciles one batch on its own, like {@link #reconcile(SparkSession, BatchGroup)}. */
    public BatchReconciliation reconcile(SparkSession session, BatchInput input) {
        return reconcile(session, BatchGroup.of(input)).get(0);
    }

    /**
     * Compares batches in one wide job, regardless of the number of checks. Small jobs are added: one for each source
     * total; for each batch that needs it, one for measures that don't add up, one for texts of the shown rows, and one
     * for rows shown in place of moved ones; one for the guard band of a group at an end of the range; one for each own
     * check of each batch. The old side and the shadow are read by snapshot id.
     *
     * @param session a session that no other thread uses
     * @return the result for each batch, in the group's order
     * @throws dev.amend.specs.error.AmendException if Spark can't process an expression of the specification
     */
    public List<BatchReconciliation> reconcile(SparkSession session, BatchGroup group) {
        Sides sides = Sides.of(session, specification, group.newRows());
        ComparisonPlan plan = ComparisonPlan.of(specification, sides);
        return CheckedSql.of(session, specification, group.batches().get(0))
                .call(() -> group.scale().run(session, () -> compare(session, group, plan, sides.schemaChange())));
    }

    private List<BatchReconciliation> compare(
            SparkSession session, BatchGroup group, ComparisonPlan plan, SchemaChange schema) {
        PairJob job = PairJob.run(source, session, plan, group);
        SourceTotals totals = new SourceTotals(specification);
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
                comparison.statement(plan.relations(input.baselineSnapshot(), input.newRows()), JobScale.DISTRIBUTED),
                comparison.parameters(range)));
        MeasureQuery.Figures others = others(session, plan, input, sql);
        specification
                .validation()
                .sourceTotals()
                .forEach(total -> sql.add(BoundSql.of(total.sourceQuery(), input.parameters())));
        specification.validation().checks().forEach(check -> sql.add(BoundSql.of(check.sql(), input.parameters())));

        PairTally tally = job.tallies().inCellOf(range.start());
        Map<Long, Integer> moved = MovedRows.find(tally);
        LoneSamples.settle(source, session, plan, input, tally, moved.keySet());
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
        FullValues originals =
                FullValues.fetch(session, plan, input, tally.picks().rows());
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
        if (plan.columns().compared().isEmpty()
                && !specification.target().volatileColumns().isEmpty()) {
            findings.add(Finding.nothingCompared(input.batch().id()));
        }
        findings.addAll(guardBand.judge(input.batch()));
        findings.addAll(new OwnChecks(specification, plan.columns()).run(session, input));
        return findings;
    }

    private MeasureQuery.Figures others(SparkSession session, ComparisonPlan plan, BatchInput input, List<String> sql) {
        MeasureQuery query = new MeasureQuery(plan.columns(), plan.others());
        if (!query.isNeeded()) {
            return MeasureQuery.NONE;
        }
        String statement = query.statement(plan.relations(input.baselineSnapshot(), input.newRows()), 1);
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
                            figure < 0 ? others.wholeOf(name) : valueAfter(tally, figure),
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

    private static Growth duplicates(PairTally tally) {
        return new Growth(
                count(tally, partition -> partition.duplicateKeysBefore),
                count(tally, partition -> partition.duplicateKeysAfter),
                count(tally, partition -> partition.duplicateKeysMore));
    }

    private static BigDecimal sumBefore(PairTally tally, int figure) {
        return tally.partitions().values().stream()
                .map(partition -> partition.figuresBefore.get(figure))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Optional<BigDecimal> valueAfter(PairTally tally, int figure) {
        return tally.partitions().values().stream()
                .flatMap(partition -> partition.figuresAfter.value(figure).stream())
                .reduce(BigDecimal::add);
    }

    private static BigDecimal sumAfter(PairTally tally, int figure) {
        return tally.partitions().values().stream()
                .map(partition -> partition.figuresAfter.get(figure))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
