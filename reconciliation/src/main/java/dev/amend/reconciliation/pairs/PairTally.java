package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.pairs.Pair.Difference;
import dev.amend.reconciliation.pairs.Pair.Side;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a comparison while pairs are added. Two tallies add up to the tally of both, and the order of pairs
 * does not matter: each task fills one, and the driver adds them up.
 */
public final class PairTally implements Serializable {
    private static final long serialVersionUID = 1;

    /** The number of lone rows beyond which moved rows are no longer searched for. */
    public static final int LONE_ROWS = 20_000;

    private final PairLayout layout;
    private final TreeMap<Long, PartitionTally> partitions = new TreeMap<>();
    private final TreeMap<String, CauseTally> causes = new TreeMap<>();
    private final ArrayList<ColumnTally> columns;
    private final RowPicks picks;
    private final ArrayList<LoneRow> loneRows = new ArrayList<>();
    private boolean tooManyLoneRows;
    private transient @Nullable PartitionTally latest;
    private transient long latestOrdinal;

    PairTally(PairLayout layout) {
        this.layout = layout;
        this.columns = new ArrayList<>(
                Stream.generate(ColumnTally::new).limit(layout.columns().size()).toList());
        this.picks = new RowPicks(layout.measures());
    }

    void add(Pair<?> pair) {
        Side before = pair.before();
        Side after = pair.after();
        if (before.isThere()) {
            partition(before.partition()).addBefore(before);
        }
        if (after.isThere()) {
            partition(after.partition()).addAfter(after);
        }

        pair.difference()
                .ifPresentOrElse(
                        difference -> addDifferent(pair, before, after, difference), () -> addSame(before, after));
    }

    private void addSame(Side before, Side after) {
        partition(after.partition()).count(RowClass.SAME, 1);
        if (before.figures().sameAs(after.figures())) {
            return;
        }
        List<BigDecimal> deltas = deltas(before, after);
        if (deltas.stream().anyMatch(delta -> delta.signum() != 0)) {
            cause(Contribution.WITHIN_TOLERANCE).add(1, deltas);
        }
    }

    private void addDifferent(Pair<?> pair, Side before, Side after, Difference difference) {
        List<BigDecimal> deltas = deltas(before, after);
        if (difference.hasNullKey()) {
            addWithoutKey(before, after, deltas);
        } else if (!layout.keyed()) {
            addUnkeyed(pair, before, after, deltas, difference);
        } else if (before.content().rows() > 1 || after.content().rows() > 1) {
            addDuplicate(pair, before, after, deltas, difference);
        } else if (before.isThere() && after.isThere()) {
            addPaired(pair, before, after, deltas, difference);
        } else {
            addLone(pair, before, after, deltas, difference);
        }
    }

    private void addWithoutKey(Side before, Side after, List<BigDecimal> deltas) {
        if (before.isThere()) {
            partition(before.partition()).nullKeysBefore.add(before.content());
        }
        if (after.isThere()) {
            partition(after.partition()).nullKeysAfter.add(after.content());
        }
        cause(Contribution.NULL_KEY)
                .add(before.content().rows() + after.content().rows(), deltas);
    }

    /** A table without a key is compared as a bag of rows. */
    private void addUnkeyed(Pair<?> pair, Side before, Side after, List<BigDecimal> deltas, Difference difference) {
        PartitionTally partition = partition(pair.partition());
        long change = after.content().rows() - before.content().rows();
        partition.count(
                RowClass.SAME, Math.min(before.content().rows(), after.content().rows()));
        if (change == 0) {
            return;
        }

        RowClass rowClass = change > 0 ? RowClass.ADDED : RowClass.REMOVED;
        partition.count(rowClass, Math.abs(change));
        partition.explain(-1, Math.abs(change));
        cause(layout.causeOf(change > 0 ? Contribution.ADDED : Contribution.REMOVED, -1))
                .add(Math.abs(change), deltas);
        picks.sample(rowClass, pair, difference);
    }

    private void addDuplicate(Pair<?> pair, Side before, Side after, List<BigDecimal> deltas, Difference difference) {
        PartitionTally partition = partition(pair.partition());
        partition.count(RowClass.DUPLICATE, 1);
        partition.duplicateKeysBefore += before.content().rows() > 1 ? 1 : 0;
        partition.duplicateKeysAfter += after.content().rows() > 1 ? 1 : 0;
        partition.duplicateKeysMore +=
                after.content().rows() > Math.max(1, before.content().rows()) ? 1 : 0;
        boolean same = before.content().equals(after.content());
        if (!same) {
            partition.explain(-1, 1);
        }
        cause(same ? Contribution.DUPLICATE : Contribution.unexplained(Contribution.DUPLICATE))
                .add(1, deltas);
        picks.sample(RowClass.DUPLICATE, pair, difference);
    }

    private void addPaired(Pair<?> pair, Side before, Side after, List<BigDecimal> deltas, Difference difference) {
        RowClass rowClass = before.partition() == after.partition() ? RowClass.CHANGED : RowClass.MOVED;
        PartitionTally partition = partition(pair.partition());
        partition.count(rowClass, 1);
        partition.explain(difference.rule(), 1);

        for (int i = 0; i < layout.columns().size(); i++) {
            if (pair.differs(i)) {
                partition.changedColumns[i]++;
                columns.get(i)
                        .add(
                                difference.before(i),
                                difference.after(i),
                                layout.columns().get(i));
            }
        }

        String cause = rowClass == RowClass.MOVED
                ? layout.causeOf(Contribution.MOVED, difference.rule())
                : layout.causeOf(difference.rule());
        cause(cause).add(1, deltas);
        pick(rowClass, pair, before, after, difference);
    }

    private void addLone(Pair<?> pair, Side before, Side after, List<BigDecimal> deltas, Difference difference) {
        RowClass rowClass = after.isThere() ? RowClass.ADDED : RowClass.REMOVED;
        PartitionTally partition = partition(pair.partition());
        partition.count(rowClass, 1);
        partition.explain(difference.rule(), 1);
        cause(layout.causeOf(after.isThere() ? Contribution.ADDED : Contribution.REMOVED, difference.rule()))
                .add(1, deltas);
        pick(rowClass, pair, before, after, difference);

        if (!tooManyLoneRows) {
            difference
                    .restHash()
                    .ifPresent(restHash -> addLoneRows(List.of(new LoneRow(
                            rowClass,
                            restHash,
                            after.isThere() ? difference.contentAfter() : difference.contentBefore(),
                            difference.keyHash(),
                            pair.partition(),
                            difference.rule(),
                            deltas))));
        }
    }

    private void pick(RowClass rowClass, Pair<?> pair, Side before, Side after, Difference difference) {
        picks.sample(rowClass, pair, difference);
        for (int i = 0; i < layout.measures(); i++) {
            picks.rank(rowClass, i, figure(before, i), figure(after, i), pair, difference);
        }
    }

    void addAll(PairTally other) {
        other.partitions.forEach((ordinal, tally) -> partition(ordinal).addAll(tally));
        other.causes.forEach((cause, more) -> cause(cause).addAll(more));
        IntStream.range(0, columns.size()).forEach(i -> columns.get(i).addAll(other.columns.get(i)));
        picks.addAll(other.picks);
        tooManyLoneRows |= other.tooManyLoneRows;
        addLoneRows(other.loneRows);
    }

    /** Keeps no lone rows at all if there are too many, since they can't be used then. */
    private void addLoneRows(List<LoneRow> more) {
        tooManyLoneRows |= loneRows.size() + more.size() > LONE_ROWS;
        if (tooManyLoneRows) {
            loneRows.clear();
        } else {
            loneRows.addAll(more);
        }
    }

    /** Remembers the latest tally: pairs come in the order of their keys, most often from the same partition. */
    PartitionTally partition(long ordinal) {
        PartitionTally known = latest;
        if (known == null || ordinal != latestOrdinal) {
            known = partitions.computeIfAbsent(ordinal, missing -> new PartitionTally(layout));
            latest = known;
            latestOrdinal = ordinal;
        }
        return known;
    }

    public Map<Long, PartitionTally> partitions() {
        return partitions;
    }

    CauseTally cause(String cause) {
        return causes.computeIfAbsent(cause, missing -> new CauseTally(layout.measures()));
    }

    Map<String, CauseTally> causes() {
        return causes;
    }

    List<ColumnTally> columns() {
        return columns;
    }

    public RowPicks picks() {
        return picks;
    }

    /** Rows that are on one side only, if the partition is a part of the key; none if there are too many. */
    public List<LoneRow> loneRows() {
        return loneRows;
    }

    public boolean hasTooManyLoneRows() {
        return tooManyLoneRows;
    }

    PairLayout layout() {
        return layout;
    }

    private List<BigDecimal> deltas(Side before, Side after) {
        List<BigDecimal> deltas = new ArrayList<>(layout.measures());
        for (int i = 0; i < layout.measures(); i++) {
            deltas.add(figure(after, i).subtract(figure(before, i)));
        }
        return deltas;
    }

    private static BigDecimal figure(Side side, int position) {
        return side.isThere() ? side.figures().get(position) : BigDecimal.ZERO;
    }
}
