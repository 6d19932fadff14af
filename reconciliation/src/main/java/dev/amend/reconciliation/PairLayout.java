package dev.amend.reconciliation;

import dev.amend.specs.BatchGrid;
import java.io.Serializable;
import java.util.List;

/**
 * What the rows of the comparison hold, for the code that runs in the executors.
 *
 * @param keyed whether the target has a key
 * @param columns what is compared of each column
 * @param figures how many aggregates stand in each row
 * @param measures how many of these, the first ones, are measures
 * @param rules the names of the rules that may explain a row
 * @param grid tells the rows of batches apart that are compared together
 */
record PairLayout(boolean keyed, List<Kind> columns, int figures, int measures, List<String> rules, BatchGrid grid)
        implements Serializable {

    /** What the comparison holds of a column. */
    enum Kind {
        NUMBER,
        VALUE,
        SIGNATURE,
        /** Of a sensitive column no more is told than whether there is a value. */
        HIDDEN
    }

    PairLayout {
        columns = List.copyOf(columns);
        rules = List.copyOf(rules);
    }

    int words() {
        return Math.max(1, (columns.size() + Column.BITS - 1) / Column.BITS);
    }

    /** What a paired row's difference is put down to. */
    String causeOf(int rule) {
        return rule < 0 ? Contribution.UNEXPLAINED : Contribution.RULE + rules.get(rule);
    }

    /** What a row that is not simply changed is put down to. */
    String causeOf(String kind, int rule) {
        return rule < 0 ? Contribution.unexplained(kind) : Contribution.explained(kind, rules.get(rule));
    }
}
