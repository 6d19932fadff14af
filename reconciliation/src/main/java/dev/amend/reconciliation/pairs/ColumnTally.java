package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.input.Column.Kind;
import dev.amend.reconciliation.sql.Numbers;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Counts the differences of one column. */
public final class ColumnTally implements Serializable {
    private static final long serialVersionUID = 1;

    private final DeltaSketch deltas = new DeltaSketch();
    private final FactorSketch factors = new FactorSketch();
    private long rows;
    private long nullToValue;
    private long valueToNull;

    void add(Optional<Object> before, Optional<Object> after, Kind kind) {
        rows++;
        if (before.isEmpty()) {
            nullToValue++;
        } else if (after.isEmpty()) {
            valueToNull++;
        } else if (kind == Kind.NUMBER) {
            addNumbers(before.get(), after.get());
        }
    }

    private void addNumbers(Object before, Object after) {
        Optional<BigDecimal> from = Numbers.number(before);
        Optional<BigDecimal> to = Numbers.number(after);
        if (from.isPresent() && to.isPresent()) {
            deltas.add(to.get().subtract(from.get()));
            factors.add(from.get(), to.get());
        }
    }

    void addAll(ColumnTally other) {
        rows += other.rows;
        nullToValue += other.nullToValue;
        valueToNull += other.valueToNull;
        deltas.addAll(other.deltas);
        factors.addAll(other.factors);
    }

    void addAll(ColumnChange change) {
        rows += change.rows();
        nullToValue += change.nullToValue();
        valueToNull += change.valueToNull();
        change.deltas().forEach(deltas::addAll);
        factors.addAll(change.factors());
    }

    /** The changes of one column in several batches, combined. */
    public static ColumnChange sum(String column, List<ColumnChange> changes) {
        ColumnTally tally = new ColumnTally();
        changes.forEach(tally::addAll);
        return tally.change(column)
                .orElseGet(() -> new ColumnChange(column, 0, 0, 0, List.of(), ColumnChange.Factors.NONE));
    }

    /** The changes; empty if the column does not differ anywhere. */
    Optional<ColumnChange> change(String column) {
        return rows == 0
                ? Optional.empty()
                : Optional.of(new ColumnChange(
                        column,
                        rows,
                        nullToValue,
                        valueToNull,
                        deltas.spread().stream().toList(),
                        factors.factors(deltas.pairs())));
    }
}
