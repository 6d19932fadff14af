package dev.amend.reconciliation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * Reads the rows of {@code compare.sql} as Spark keeps them. Rows of Java's objects would be made of every pair, and nearly
 * all pairs are the same on both sides: only of one that differs is what differs turned into such a row.
 */
final class PairReader {
    private static final int FIRST_FIGURE = 8;

    private final PairLayout layout;
    private final StructField[] fields;
    private final int detailWidth;
    private final Function1<Object, Object> detailAsRow;

    /** @param pairs the type of the comparison's rows */
    PairReader(PairLayout layout, StructType pairs) {
        this.layout = layout;
        this.fields = pairs.fields();
        DataType detail = fields[detailPosition()].dataType();
        this.detailWidth = ((StructType) detail).length();
        this.detailAsRow = CatalystTypeConverters.createToScalaConverter(detail);
    }

    PairLayout layout() {
        return layout;
    }

    /** The type that a figure of single rows, or of groups, is computed in. */
    static DataType typeOfFigure(StructType pairs, int figure) {
        return pairs.fields()[FIRST_FIGURE + 2 * figure].dataType();
    }

    /**
     * The figures of one side, zero for null.
     *
     * @param side 0 for the old one, 1 for the new one
     */
    List<BigDecimal> figures(InternalRow row, int side) {
        List<BigDecimal> figures = new ArrayList<>(layout.figures());
        for (int i = 0; i < layout.figures(); i++) {
            int position = FIRST_FIGURE + 2 * i + side;
            figures.add(row.isNullAt(position) ? BigDecimal.ZERO : figure(row, position));
        }
        return figures;
    }

    private BigDecimal figure(InternalRow row, int position) {
        DataType type = fields[position].dataType();
        return type instanceof DecimalType decimal
                ? row.getDecimal(position, decimal.precision(), decimal.scale()).toJavaBigDecimal()
                : Numbers.orZero(row.get(position, type));
    }

    /** What differs, for a pair that is not the same. */
    Optional<Row> detail(InternalRow row) {
        int position = detailPosition();
        return row.isNullAt(position)
                ? Optional.empty()
                : Optional.of((Row) detailAsRow.apply(row.getStruct(position, detailWidth)));
    }

    /** Where a word of the bits stands that tell which columns differ. */
    int wordPosition(int word) {
        return FIRST_FIGURE + 2 * layout.figures() + word;
    }

    /** Where the hash of the key stands, of rows that are paired as they are. */
    int keyPosition() {
        return detailPosition() + 1;
    }

    private int detailPosition() {
        return wordPosition(layout.words());
    }
}
