package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.pairs.LoneRow.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds rows that only changed their partition, if the partition is a part of the key: one removed and one added row
 * that are equal in everything else. They no longer count as removed and added.
 */
public final class MovedRows {
    private final PairTally tally;
    private final Map<Long, Integer> rules = new HashMap<>();

    private MovedRows(PairTally tally) {
        this.tally = tally;
    }

    /**
     * The old and new key hashes of rows that moved, each with the position of the rule that explains the row, or -1.
     */
    public static Map<Long, Integer> find(PairTally tally) {
        MovedRows moved = new MovedRows(tally);
        moved.match();
        return moved.rules;
    }

    private void match() {
        Map<Identity, List<LoneRow>> alike = tally.loneRows().stream()
                .collect(Collectors.groupingBy(LoneRow::identity, HashMap::new, Collectors.toList()));
        for (List<LoneRow> rows : alike.values()) {
            List<LoneRow> removed = only(rows, RowClass.REMOVED);
            List<LoneRow> added = only(rows, RowClass.ADDED);
            if (removed.size() == 1 && added.size() == 1) {
                move(removed.get(0), added.get(0));
            }
        }
    }

    private void move(LoneRow removed, LoneRow added) {
        takeBack(removed, Contribution.REMOVED);
        takeBack(added, Contribution.ADDED);

        PartitionTally partition = tally.partition(added.partition());
        partition.count(RowClass.MOVED, 1);
        partition.explain(added.rule(), 1);
        CauseTally moved = tally.cause(tally.layout().causeOf(Contribution.MOVED, added.rule()));
        moved.add(1, removed.deltas());
        moved.add(0, added.deltas());
        rules.put(removed.keyHash(), added.rule());
        rules.put(added.keyHash(), added.rule());
    }

    private void takeBack(LoneRow row, String cause) {
        tally.partition(row.partition()).count(row.rowClass(), -1);
        tally.partition(row.partition()).explain(row.rule(), -1);
        tally.cause(tally.layout().causeOf(cause, row.rule())).subtract(1, row.deltas());
    }

    private static List<LoneRow> only(List<LoneRow> rows, RowClass rowClass) {
        return rows.stream().filter(row -> row.rowClass() == rowClass).toList();
    }
}
