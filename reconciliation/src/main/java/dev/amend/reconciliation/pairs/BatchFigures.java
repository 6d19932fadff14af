package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.finding.RowView.Cell;
import dev.amend.reconciliation.finding.RowView.KeyPart;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.reconciliation.finding.TopDelta.Ranking;
import dev.amend.reconciliation.input.Column;
import dev.amend.reconciliation.input.MeasureQuery;
import dev.amend.reconciliation.pairs.KeptRow.CellText;
import dev.amend.reconciliation.pairs.KeptRow.KeptCell;
import dev.amend.reconciliation.sql.Numbers;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Target;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A tally with names: the counts of the comparison, in the words of the specification. */
public final class BatchFigures {
    /** Exact for decimals, without a long tail of digits between doubles of very different size. */
    private static final MathContext DELTA = new MathContext(40);

    private final ComparisonPlan plan;
    private final PairTally tally;
    private final Set<Integer> floatingFigures;
    private final Map<Long, Integer> moved;

    public BatchFigures(ComparisonPlan plan, PairTally tally, Set<Integer> floatingFigures, Map<Long, Integer> moved) {
        this.plan = plan;
        this.tally = tally;
        this.floatingFigures = floatingFigures;
        this.moved = moved;
    }

    /** Every partition of the range, including those without rows. */
    public List<PartitionFigures> partitions(PartitionRange range, MeasureQuery.Figures others) {
        List<PartitionFigures> partitions = new ArrayList<>();
        for (long ordinal = range.start(); ordinal < range.end(); ordinal++) {
            partitions.add(partition(
                    ordinal,
                    range.unit().format(ordinal),
                    tally.partition(ordinal),
                    others.byPartition().getOrDefault(ordinal, List.of())));
        }
        return partitions;
    }

    private PartitionFigures partition(
            long ordinal, String name, PartitionTally partition, List<MeasureFigure> others) {
        SortedMap<String, Long> explained = new TreeMap<>();
        for (int i = 0; i < plan.layout().rules().size(); i++) {
            explained.put(plan.layout().rules().get(i), partition.explained[i]);
        }
        SortedMap<String, Long> changedColumns = new TreeMap<>();
        for (int i = 0; i < plan.layout().columns().size(); i++) {
            if (partition.changedColumns[i] > 0) {
                changedColumns.put(plan.columns().compared().get(i).name(), partition.changedColumns[i]);
            }
        }

        List<MeasureFigure> added = IntStream.range(0, plan.layout().measures())
                .mapToObj(i -> measure(partition, i))
                .toList();
        return new PartitionFigures(
                ordinal,
                name,
                partition.before.fingerprint(),
                partition.after.fingerprint(),
                partition.classes,
                partition.nullKeysBefore.rows,
                partition.nullKeysAfter.rows,
                explained,
                isDeclaredGap(partition) ? 0 : partition.unexplained + partition.differingNullKeys(),
                changedColumns,
                plan.inOrder(added, others));
    }

    /** The declaration is the reason why its rows were added or removed. */
    private boolean isDeclaredGap(PartitionTally partition) {
        return plan.specification()
                .validation()
                .gaps()
                .mayBe(
                        partition.before.fingerprint().rows(),
                        partition.after.fingerprint().rows());
    }

    private MeasureFigure measure(PartitionTally partition, int position) {
        MeasureFigure figure = new MeasureFigure(
                plan.addedMeasures().get(position),
                value(partition.figuresBefore, position),
                value(partition.figuresAfter, position));
        return floatingFigures.contains(position) ? figure.withoutNoise() : figure;
    }

    private Optional<BigDecimal> value(FigureSums sums, int position) {
        return sums.value(position).or(() -> plan.overNoRows(position));
    }

    public List<MeasureFigure> measures(List<PartitionFigures> partitions, MeasureQuery.Figures others) {
        List<MeasureFigure> added = plan.addedMeasures().stream()
                .map(name -> partitions.stream()
                        .flatMap(partition -> partition.measures().stream())
                        .filter(figure -> figure.name().equals(name))
                        .reduce(MeasureFigure::plus)
                        .orElseThrow())
                .toList();
        return plan.inOrder(added, others.whole());
    }

    public List<Contribution> contributions() {
        List<Contribution> contributions = new ArrayList<>();
        for (int i = 0; i < plan.layout().measures(); i++) {
            int position = i;
            SortedMap<String, Contribution> causes = new TreeMap<>();
            tally.causes()
                    .forEach((cause, deltas) -> causes.put(
                            cause, deltas.contribution(plan.addedMeasures().get(position), position, cause)));
            tally.partitions().values().stream()
                    .filter(this::isNothingButADeclaredGap)
                    .flatMap(partition -> ofDeclaredGap(partition, position))
                    .forEach(contribution -> causes.merge(contribution.cause(), contribution, Contribution::plus));
            contributions.addAll(causes.values());
        }
        return contributions.stream()
                .filter(contribution ->
                        contribution.rows() != 0 || contribution.delta().signum() != 0)
                .toList();
    }

    private boolean isNothingButADeclaredGap(PartitionTally partition) {
        return isDeclaredGap(partition)
                && partition.classes.getOrDefault(RowClass.MOVED, 0L) == 0
                && Arrays.stream(partition.explained).allMatch(rows -> rows == 0);
    }

    /** Moves the partition's rows from those without a reason to those with the declaration as their reason. */
    private Stream<Contribution> ofDeclaredGap(PartitionTally partition, int position) {
        boolean filled = partition.before.rows == 0;
        String kind = filled ? Contribution.ADDED : Contribution.REMOVED;
        MeasureFigure figure = measure(partition, position);
        BigDecimal delta = figure.delta().orElse(BigDecimal.ZERO);
        return Stream.of(
                new Contribution(figure.name(), Contribution.unexplained(kind), -partition.unexplained, delta.negate()),
                new Contribution(
                        figure.name(),
                        Contribution.explained(kind, filled ? "filled" : "emptied"),
                        partition.unexplained,
                        delta));
    }

    public List<ColumnChange> columns() {
        return IntStream.range(0, plan.layout().columns().size())
                .boxed()
                .flatMap(i -> tally
                        .columns()
                        .get(i)
                        .change(plan.columns().compared().get(i).name())
                        .stream())
                .toList();
    }

    public List<RowView> samples(FullValues originals) {
        return tally.picks().samples().stream().map(row -> view(row, originals)).toList();
    }

    public List<TopDelta> topDeltas(FullValues originals) {
        List<TopDelta> tops = new ArrayList<>();
        for (int i : IntStream.range(0, plan.layout().measures())
                .filter(plan::mayRank)
                .toArray()) {
            for (Ranking ranking : Ranking.values()) {
                for (RankedRow ranked : tally.picks().top(i, ranking)) {
                    tops.add(new TopDelta(
                            plan.addedMeasures().get(i),
                            ranking,
                            ranked.before(),
                            ranked.after(),
                            view(ranked.row(), originals)));
                }
            }
        }
        return tops;
    }

    private RowView view(KeptRow row, FullValues originals) {
        RowClass rowClass = moved.containsKey(row.keyHash()) ? RowClass.MOVED : row.rowClass();
        List<KeyPart> key = IntStream.range(0, plan.columns().key().size())
                .mapToObj(i -> new KeyPart(
                        plan.columns().key().get(i).name(), row.key().get(i)))
                .toList();
        List<Cell> cells =
                row.cells().stream().map(cell -> view(row, cell, originals)).toList();
        return new RowView(rowClass, plan.unit().format(row.partition()), orderOf(row), key, explanation(row), cells);
    }

    private Cell view(KeptRow row, KeptCell cell, FullValues originals) {
        Column column = plan.columns().compared().get(cell.column());
        CellValue before = value(row, RowClass.ADDED, originals.before(row, cell));
        CellValue after = value(row, RowClass.REMOVED, originals.after(row, cell));
        boolean shown = !plan.specification().target().isSensitive(column.name());
        return new Cell(
                column.name(), before, after, column.isNumber() && shown ? delta(before, after) : Optional.empty());
    }

    private static Optional<BigDecimal> delta(CellValue before, CellValue after) {
        return Numbers.ofText(before.text())
                .flatMap(old -> Numbers.ofText(after.text()).map(now -> now.subtract(old, DELTA)));
    }

    /** Hides the hash of a sensitive key, since the key could be found from its hash by trying. */
    private long orderOf(KeptRow row) {
        Target target = plan.specification().target();
        return target.key().stream().anyMatch(target::isSensitive) ? 0 : row.keyHash();
    }

    private static CellValue value(KeptRow row, RowClass absentIn, CellText text) {
        if (row.rowClass() == absentIn) {
            return CellValue.ABSENT;
        }
        return text.isNull() ? CellValue.NULL : CellValue.of(text.text());
    }

    private String explanation(KeptRow row) {
        if (row.rowClass() == RowClass.DUPLICATE) {
            return "";
        }
        int rule = moved.getOrDefault(row.keyHash(), row.rule());
        return rule < 0 ? Contribution.UNEXPLAINED : plan.layout().rules().get(rule);
    }
}
