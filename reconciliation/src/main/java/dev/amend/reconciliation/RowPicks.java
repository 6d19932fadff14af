package dev.amend.reconciliation;

import dev.amend.reconciliation.PairRow.Difference;
import dev.amend.reconciliation.TopDelta.Ranking;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The few rows that are shown: samples of each class, and those that moved a measure most. */
final class RowPicks implements Serializable {
    private static final long serialVersionUID = 1;

    static final int SAMPLES = 10;
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

    void sample(RowClass rowClass, PairRow pair, Difference difference) {
        Smallest<KeptRow> kept = samplesOf(rowClass);
        if (kept.last().map(last -> difference.keyHash() <= last.keyHash()).orElse(true)) {
            kept.add(KeptRow.of(rowClass, pair, difference));
        }
    }

    void rank(
            RowClass rowClass, int measure, BigDecimal before, BigDecimal after, PairRow pair, Difference difference) {
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
            PairRow pair,
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
     * Rows on one side only that turned out to have moved are samples of moved ones from now on.
     *
     * @param moved the hashes of their keys
     * @param others what takes their places
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

    List<KeptRow> samples() {
        return samples.values().stream().flatMap(kept -> kept.kept().stream()).toList();
    }

    List<RankedRow> top(int measure, Ranking ranking) {
        return rankingOf(measure, ranking).kept();
    }

    /** Every row that is shown, some of them more than once. */
    List<KeptRow> rows() {
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
