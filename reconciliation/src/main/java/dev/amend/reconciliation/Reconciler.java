package dev.amend.reconciliation;

import dev.amend.reconciliation.Evidence.BeforeAfter;
import dev.amend.reconciliation.Evidence.Precision;
import dev.amend.reconciliation.Evidence.RequiredNulls;
import dev.amend.reconciliation.Evidence.TotalPair;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
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
     * each batch that needs it one for measures that don't add up and one for texts of the rows that are shown; by one for
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
        return new CheckedSql(session, specification, group.batches().get(0))
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
        sql.add(new Comparison(specification, plan.columns(), plan.figuresOfGroups())
                .statement(input.baselineSnapshot(), input.newRows(), JobScale.DISTRIBUTED));
        MeasureQuery.Figures others = others(session, plan, input, sql);
        specification.validation().sourceTotals().forEach(total -> sql.add(total.sourceQuery()));
        specification.validation().checks().forEach(check -> sql.add(check.sql()));

        PartitionRange range = input.batch().range();
        PairTally tally = job.tallies().inCellOf(range.start());
        BatchFigures figures = new BatchFigures(plan, tally, job.floatingFigures(), MovedRows.find(tally));
        List<PartitionFigures> partitions = figures.partitions(range, others);
        Evidence evidence = new Evidence(
                input.batch().id(),
                schema,
                partitions,
                figures.measures(partitions, others),
                figures.contributions(),
                figures.columns(),
                duplicates(tally),
                requiredNulls(plan, tally),
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
        sql.add(statement);
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
                    boolean floating = figure < 0
                            || job.floatingFigures().contains(figure)
                            || sources.get(i).precision() == Precision.FLOATING;
                    return new TotalPair(
                            totals.get(i).name(),
                            figure < 0 ? others.wholeOf(ComparisonPlan.nameOf(totals.get(i))) : sumAfter(tally, figure),
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

    private static BeforeAfter duplicates(PairTally tally) {
        return new BeforeAfter(
                tally.partitions().values().stream()
                        .mapToLong(partition -> partition.duplicateKeysBefore)
                        .sum(),
                tally.partitions().values().stream()
                        .mapToLong(partition -> partition.duplicateKeysAfter)
                        .sum());
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
