package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.sql.LongDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the rows of {@code compare.sql}, by position. */
public final class PairColumns {
    /** The column with the texts of a row's figures, if one of them has too many digits. */
    static final String TEXTS = "amend_t";

    private static final int FIRST_FIGURE = 8;
    private static final Set<DataType> FLOATING = Set.of(DataTypes.FloatType, DataTypes.DoubleType);

    private final PairLayout layout;
    private final StructField[] fields;

    /** @param pairs the type of the comparison's rows */
    public PairColumns(PairLayout layout, StructType pairs) {
        this.layout = layout;
        this.fields = pairs.fields();
    }

    public PairLayout layout() {
        return layout;
    }

    public DataType type(int position) {
        return fields[position].dataType();
    }

    /** The type that a figure of single rows, or of groups, is computed in. */
    DataType typeOfFigure(int figure) {
        return type(figure(figure, 0));
    }

    /** The figures that are decimals of more than 18 digits on either side, by position. */
    SortedMap<Integer, LongDecimal> longDecimals() {
        SortedMap<Integer, LongDecimal> found = new TreeMap<>();
        for (int i = 0; i < layout.figures(); i++) {
            if (type(figure(i, 0)) instanceof DecimalType before
                    && type(figure(i, 1)) instanceof DecimalType after
                    && before.scale() == after.scale()) {
                int figure = i;
                LongDecimal.of(before.precision() > after.precision() ? before : after)
                        .ifPresent(type -> found.put(figure, type));
            }
        }
        return found;
    }

    /** The positions of the figures that are computed in floating point. */
    public Set<Integer> floatingFigures() {
        return IntStream.range(0, layout.figures())
                .filter(figure -> FLOATING.contains(typeOfFigure(figure)))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The digits after the point of each figure.
     *
     * @param side 0 for the old one, 1 for the new one
     */
    public int[] scales(int side) {
        return IntStream.range(0, layout.figures())
                .map(figure -> type(figure(figure, side)) instanceof DecimalType decimal ? decimal.scale() : 0)
                .toArray();
    }

    /** The positions of figures among the texts of a side, or -1; the texts of both sides come last. */
    public int[] texts() {
        int[] positions = new int[layout.figures()];
        Arrays.fill(positions, -1);
        if (fields.length > text(0)) {
            List<String> names = List.of(((StructType) type(text(0))).fieldNames());
            Arrays.setAll(positions, figure -> names.indexOf(textOf(figure)));
        }
        return positions;
    }

    /** The name of a figure among the texts. */
    static String textOf(int figure) {
        return "m" + figure;
    }

    /**
     * The position of a figure.
     *
     * @param side 0 for the old one, 1 for the new one
     */
    public int figure(int figure, int side) {
        return FIRST_FIGURE + 2 * figure + side;
    }

    /** The position of a word of the bits that mark differing columns. */
    public int word(int word) {
        return FIRST_FIGURE + 2 * layout.figures() + word;
    }

    /** The position of the structure that is null for a pair without a difference. */
    public int detail() {
        return word(layout.words());
    }

    /** The position of the key's hash. */
    public int key() {
        return detail() + 1;
    }

    /**
     * The position of the texts of a side.
     *
     * @param side 0 for the old one, 1 for the new one
     */
    public int text(int side) {
        return key() + 1 + side;
    }
}
