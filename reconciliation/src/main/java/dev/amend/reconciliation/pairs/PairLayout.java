package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.input.Column;
import dev.amend.specs.BatchGrid;
import java.io.Serializable;
import java.util.List;

/**
 * The layout of the comparison's rows, for the code that runs in the executors.
 *
 * @param keyed true if the target has a key
 * @param columns the kind of comparison for each column
 * @param figures the number of aggregates in each row
 * @param measures the number of measures, which are the first of these
 * @param rules the names of the rules that may explain a row
 * @param grid separates the rows of batches that are compared together
 */
public record PairLayout(
        boolean keyed, List<Column.Kind> columns, int figures, int measures, List<String> rules, BatchGrid grid)
        implements Serializable {

    public PairLayout {
        columns = List.copyOf(columns);
        rules = List.copyOf(rules);
    }

    int words() {
        return Math.max(1, (columns.size() + Column.BITS - 1) / Column.BITS);
    }

    /** The cause of a paired row's difference. */
    String causeOf(int rule) {
        return rule < 0 ? Contribution.UNEXPLAINED : Contribution.RULE + rules.get(rule);
    }

    /** The cause of a row that is not simply changed. */
    String causeOf(String kind, int rule) {
        return rule < 0 ? Contribution.unexplained(kind) : Contribution.explained(kind, rules.get(rule));
    }
}
