package dev.amend.reconciliation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Optional;

/** A row that is shown: of columns with a signature only the signature is known yet. */
record KeptRow(
        RowClass rowClass, long partition, long keyHash, ArrayList<String> key, int rule, ArrayList<KeptCell> cells)
        implements Serializable, Comparable<KeptRow> {

    /** A column that differs; null stands for null. */
    record KeptCell(int column, CellText before, CellText after) implements Serializable {}

    /** A value as text, or null. */
    record CellText(boolean isNull, String text) implements Serializable {}

    static KeptRow of(RowClass rowClass, PairRow pair, PairRow.Difference difference) {
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

    /** By the key's hash: a sample that is spread over the keys and the same every time. */
    @Override
    public int compareTo(KeptRow other) {
        int byHash = Long.compare(keyHash, other.keyHash);
        return byHash != 0 ? byHash : String.join("\u0000", key).compareTo(String.join("\u0000", other.key));
    }
}
