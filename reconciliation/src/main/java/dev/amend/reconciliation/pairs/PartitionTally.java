package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.finding.RowClass;
import java.io.Serializable;
import java.util.EnumMap;

/** One partition's counts while they are being added up. */
public final class PartitionTally implements Serializable {
    private static final long serialVersionUID = 1;

    final EnumMap<RowClass, Long> classes = new EnumMap<>(RowClass.class);
    final long[] explained;
    final long[] changedColumns;
    public final FigureSums figuresBefore;
    public final FigureSums figuresAfter;
    public final long[] endlessBefore;
    public final long[] endlessAfter;
    final Content before = new Content();
    final Content after = new Content();
    final Content nullKeysBefore = new Content();
    final Content nullKeysAfter = new Content();
    long unexplained;
    public long duplicateKeysBefore;
    public long duplicateKeysAfter;
    /** The number of keys that occur more than once, and more often than before. */
    public long duplicateKeysMore;

    /** A fingerprint that is being added up. */
    static final class Content implements Serializable {
        private static final long serialVersionUID = 1;

        long rows;
        long xor;
        long sum;

        void add(Fingerprint other) {
            rows += other.rows();
            xor ^= other.xor();
            sum += other.sum();
        }

        Fingerprint fingerprint() {
            return new Fingerprint(rows, xor, sum);
        }
    }

    PartitionTally(PairLayout layout) {
        explained = new long[layout.rules().size()];
        changedColumns = new long[layout.columns().size()];
        endlessBefore = new long[layout.figures()];
        endlessAfter = new long[layout.figures()];
        figuresBefore = new FigureSums(layout.figures());
        figuresAfter = new FigureSums(layout.figures());
    }

    public void count(RowClass rowClass, long keys) {
        classes.merge(rowClass, keys, Long::sum);
    }

    public long count(RowClass rowClass) {
        return classes.getOrDefault(rowClass, 0L);
    }

    void explain(int rule, long keys) {
        if (rule < 0) {
            unexplained += keys;
        } else {
            explained[rule] += keys;
        }
    }

    void addBefore(Pair.Side side) {
        before.add(side.content());
        side.figures().addTo(figuresBefore);
        countEndless(side, endlessBefore);
    }

    void addAfter(Pair.Side side) {
        after.add(side.content());
        side.figures().addTo(figuresAfter);
        countEndless(side, endlessAfter);
    }

    private static void countEndless(Pair.Side side, long[] counts) {
        if (!side.endless().isEmpty()) {
            side.endless().forEach(figure -> counts[figure]++);
        }
    }

    /** Rows without a key can't be paired: if they are not all the same, each of them differs without a reason. */
    long differingNullKeys() {
        boolean same = nullKeysBefore.fingerprint().equals(nullKeysAfter.fingerprint());
        return same ? 0 : Math.max(nullKeysBefore.rows, nullKeysAfter.rows);
    }

    void addAll(PartitionTally other) {
        other.classes.forEach(this::count);
        addTo(explained, other.explained);
        addTo(changedColumns, other.changedColumns);
        addTo(endlessBefore, other.endlessBefore);
        addTo(endlessAfter, other.endlessAfter);
        figuresBefore.addAll(other.figuresBefore);
        figuresAfter.addAll(other.figuresAfter);
        before.add(other.before.fingerprint());
        after.add(other.after.fingerprint());
        nullKeysBefore.add(other.nullKeysBefore.fingerprint());
        nullKeysAfter.add(other.nullKeysAfter.fingerprint());
        unexplained += other.unexplained;
        duplicateKeysBefore += other.duplicateKeysBefore;
        duplicateKeysAfter += other.duplicateKeysAfter;
        duplicateKeysMore += other.duplicateKeysMore;
    }

    private static void addTo(long[] sums, long[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }
}
