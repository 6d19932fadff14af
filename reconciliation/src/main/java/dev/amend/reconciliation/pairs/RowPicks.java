package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.TopDelta.Ranking;
import dev.amend.reconciliation.pairs.Pair.Difference;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The few shown rows: samples of each class, and those with the largest changes of a measure. */
public final class RowPicks implements Serializable {
    private static final long serialVersionUID = 1;

    public static final int SAMPLES = 10;
    static final int TOP = 20;

    private final EnumMap<RowClass, Smallest<KeptRow>> samples = new EnumMap<>(RowClass.class);
    private final ArrayList<EnumMap<Ranking, Smallest<RankedRow>>> tops = new ArrayList<>();

    RowPicks(int measures) {
        for (RowClass rowClass : RowClass.values()) {
            samples.put(rowClass, new Smallest<>(SAMPLES));
        }
        for (int i = 0; i < measures; i++) {
            EnumMap<Ranking, Smallest<RankedRow>> rankings = new EnumMap<>(Ranking.class);
            rankings.put(Ranking.ABSOLUTE, new Smallest<>(TOP));
            rankings.put(Ranking.RELATIVE, new Smallest<>(TOP));
            tops.add(rankings);
        }
    }

    void sample(RowClass rowClass, Pair<?> pair, Difference difference) {
        Smallest<KeptRow> kept = samplesOf(rowClass);
        if (kept.last().map(last -> difference.keyHash() <= last.keyHash()).orElse(true)) {
            kept.add(KeptRow.of(rowClass, pair, difference));
        }
    }

    void rank(
            RowClass rowClass, int measure, BigDecimal before, BigDecimal after, Pair<?> pair, Difference difference) {
        BigDecimal delta = after.subtract(before).abs();
        if (delta.signum() == 0) {
            return;
        }
        keep(rowClass, rankingOf(measure, Ranking.ABSOLUTE), delta, before, after, pair, difference);

        if (before.signum() != 0) {
            BigDecimal relative = delta.divide(before.abs(), MathContext.DECIMAL64);
            keep(rowClass, rankingOf(measure, Ranking.RELATIVE), relative, before, after, pair, difference);
        }
    }

    private static void keep(
            RowClass rowClass,
            Smallest<RankedRow> ranking,
            BigDecimal weight,
            BigDecimal before,
            BigDecimal after,
            Pair<?> pair,
            Difference difference) {
        if (ranking.last().map(last -> weight.compareTo(last.weight()) >= 0).orElse(true)) {
            ranking.add(new RankedRow(weight, before, after, KeptRow.of(rowClass, pair, difference)));
        }
    }

    void addAll(RowPicks other) {
        other.samples.forEach((rowClass, kept) -> samplesOf(rowClass).addAll(kept));
        for (int i = 0; i < tops.size(); i++) {
            for (Ranking ranking : Ranking.values()) {
                rankingOf(i, ranking).addAll(other.rankingOf(i, ranking));
            }
        }
    }

    /**
     * Makes rows on one side only samples of moved ones, if they turned out to have moved.
     *
     * @param moved the hashes of their keys
     * @param others the rows that take their places
     */
    void settle(Set<Long> moved, List<KeptRow> others) {
        for (RowClass rowClass : List.of(RowClass.REMOVED, RowClass.ADDED)) {
            Smallest<KeptRow> lone = new Smallest<>(SAMPLES);
            for (KeptRow row : samplesOf(rowClass).kept()) {
                (moved.contains(row.keyHash()) ? samplesOf(RowClass.MOVED) : lone).add(row);
            }
            others.stream().filter(row -> row.rowClass() == rowClass).forEach(lone::add);
            samples.put(rowClass, lone);
        }
    }

    public List<KeptRow> samples() {
        return samples.values().stream().flatMap(kept -> kept.kept().stream()).toList();
    }

    List<RankedRow> top(int measure, Ranking ranking) {
        return rankingOf(measure, ranking).kept();
    }

    /** Every shown row, some of them more than once. */
    public List<KeptRow> rows() {
        List<KeptRow> rows = new ArrayList<>(samples());
        for (Map<Ranking, Smallest<RankedRow>> rankings : tops) {
            rankings.values().forEach(ranking -> ranking.kept().forEach(ranked -> rows.add(ranked.row())));
        }
        return rows;
    }

    private Smallest<KeptRow> samplesOf(RowClass rowClass) {
        return samples.computeIfAbsent(rowClass, missing -> new Smallest<>(SAMPLES));
    }

    private Smallest<RankedRow> rankingOf(int measure, Ranking ranking) {
        return tops.get(measure).computeIfAbsent(ranking, missing -> new Smallest<>(TOP));
    }
}
