package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.KeyHashes;
import dev.amend.specs.PartitionRange;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Samples of rows that stay on one side. Moved rows are known only after every row was seen; until then they take
 * places among the samples of removed and added rows.
 */
public final class LoneSamples {
    private final PairTally tally;
    private final Set<Long> moved;

    private LoneSamples(PairTally tally, Set<Long> moved) {
        this.tally = tally;
        this.moved = moved;
    }

    /**
     * Moves the samples of moved rows to their own class; rows that take their places are read again, if there are any.
     *
     * @param moved the key hashes of rows that moved
     */
    public static void settle(
            PairSource source,
            SparkSession session,
            ComparisonPlan plan,
            BatchInput input,
            PairTally tally,
            Set<Long> moved) {
        SortedSet<Long> missing = new LoneSamples(tally, moved).missing();
        tally.picks().settle(moved, missing.isEmpty() ? List.of() : read(source, session, plan, input, missing));
    }

    private static List<KeptRow> read(
            PairSource source, SparkSession session, ComparisonPlan plan, BatchInput input, SortedSet<Long> keyHashes) {
        PartitionRange range = input.batch().range();
        return PairJob.run(source, session, plan, BatchGroup.of(input), KeyHashes.of(plan.columns(), keyHashes))
                .tallies()
                .inCellOf(range.start())
                .picks()
                .samples();
    }

    private SortedSet<Long> missing() {
        if (moved.isEmpty()) {
            return new TreeSet<>();
        }
        Set<Long> there = tally.picks().samples().stream().map(KeptRow::keyHash).collect(Collectors.toSet());
        return Stream.of(RowClass.REMOVED, RowClass.ADDED)
                .flatMap(this::first)
                .filter(keyHash -> !there.contains(keyHash))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first rows in the order of samples. */
    private Stream<Long> first(RowClass rowClass) {
        return tally.loneRows().stream()
                .filter(row -> row.rowClass() == rowClass)
                .map(LoneRow::keyHash)
                .filter(keyHash -> !moved.contains(keyHash))
                .sorted()
                .limit(RowPicks.SAMPLES);
    }
}
