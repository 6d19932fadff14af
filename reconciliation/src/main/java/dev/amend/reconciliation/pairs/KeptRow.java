package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.sql.Numbers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Optional;

/** A row to show; for columns with a signature, only the signature is known yet. */
public record KeptRow(
        RowClass rowClass, long partition, long keyHash, ArrayList<String> key, int rule, ArrayList<KeptCell> cells)
        implements Serializable, Comparable<KeptRow> {

    /** A column that differs, with its old and new value. */
    public record KeptCell(int column, CellText before, CellText after) implements Serializable {}

    /** A value as text, or null. */
    record CellText(boolean isNull, String text) implements Serializable {}

    static KeptRow of(RowClass rowClass, Pair<?> pair, Pair.Difference difference) {
        ArrayList<KeptCell> cells = new ArrayList<>();
        for (int i = 0; i < pair.layout().columns().size(); i++) {
            if (rowClass != RowClass.DUPLICATE && pair.differs(i)) {
                cells.add(new KeptCell(i, cell(difference.before(i)), cell(difference.after(i))));
            }
        }
        return new KeptRow(
                rowClass,
                pair.partition(),
                difference.keyHash(),
                new ArrayList<>(difference.key()),
                difference.rule(),
                cells);
    }

    private static CellText cell(Optional<Object> value) {
        return value.map(there -> new CellText(false, Numbers.text(there))).orElse(new CellText(true, ""));
    }

    /** Orders by the key's hash: a sample is spread over the keys and is the same every time. */
    @Override
    public int compareTo(KeptRow other) {
        int byHash = Long.compare(keyHash, other.keyHash);
        return byHash != 0 ? byHash : String.join("\u0000", key).compareTo(String.join("\u0000", other.key));
    }
}
