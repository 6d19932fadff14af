package dev.amend.reconciliation.pairs.stored;

import dev.amend.reconciliation.input.Column.Kind;
import dev.amend.reconciliation.pairs.ContentHash;
import dev.amend.reconciliation.pairs.Pair.Difference;
import dev.amend.reconciliation.pairs.PairColumns;
import dev.amend.reconciliation.pairs.PairLayout;
import dev.amend.reconciliation.pairs.PairReader;
import dev.amend.reconciliation.pairs.RowFigures;
import dev.amend.reconciliation.sql.Mask;
import dev.amend.reconciliation.sql.Numbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * Reads the rows of {@code compare.sql} in Spark's internal format. Java rows would need objects for every pair, but
 * nearly all pairs are the same on both sides: objects are made only for the requested values of pairs that differ.
 * Sensitive values are masked here, in the executor: no object of Amend's holds one.
 */
final class StoredPairReader implements PairReader<InternalRow> {
    /** The position of the old values in the detail of a pair. */
    static final int OLD = 3;
    /** The position of the new values in the detail of a pair. */
    static final int NEW = 4;

    private static final int KEY = 2;

    private final PairLayout layout;
    private final PairColumns columns;
    private final StructType detail;
    private final List<Cells> cells;
    private final int[] floating;
    private final int[][] scales;
    private final int[] texts;

    /** The types and converters of one structure in the detail of a pair. */
    private record Cells(List<DataType> types, List<Function1<Object, Object>> asObject) {

        static Cells of(DataType structure) {
            List<DataType> types = Stream.of(((StructType) structure).fields())
                    .map(StructField::dataType)
                    .toList();
            return new Cells(
                    types,
                    types.stream()
                            .map(CatalystTypeConverters::createToScalaConverter)
                            .toList());
        }

        Optional<Object> value(InternalRow structure, int column) {
            return structure.isNullAt(column)
                    ? Optional.empty()
                    : Optional.of(asObject.get(column).apply(structure.get(column, types.get(column))));
        }
    }

    /** @param pairs the type of the comparison's rows */
    StoredPairReader(PairLayout layout, StructType pairs) {
        this.layout = layout;
        this.columns = new PairColumns(layout, pairs);
        this.detail = (StructType) columns.type(columns.detail());
        this.cells = Stream.of(detail.fields())
                .skip(KEY)
                .map(field -> Cells.of(field.dataType()))
                .toList();
        this.floating = columns.floatingFigures().stream().mapToInt(i -> i).toArray();
        this.scales = new int[][] {columns.scales(0), columns.scales(1)};
        this.texts = columns.texts();
    }

    PairLayout layout() {
        return layout;
    }

    @Override
    public PairColumns columns() {
        return columns;
    }

    @Override
    public boolean isNullAt(InternalRow row, int position) {
        return row.isNullAt(position);
    }

    @Override
    public long longAt(InternalRow row, int position) {
        return row.getLong(position);
    }

    @Override
    public RowFigures figures(InternalRow row, int side) {
        RowFigures figures = new RowFigures(scales[side]);
        for (int i = 0; i < layout.figures(); i++) {
            int position = columns.figure(i, side);
            if (!row.isNullAt(position)) {
                read(row, position, figures, i);
            } else {
                readText(row, side, texts[i], figures, i);
            }
        }
        return figures;
    }

    private void readText(InternalRow row, int side, int text, RowFigures figures, int figure) {
        int position = columns.text(side);
        boolean noTexts = text < 0 || row.isNullAt(position);
        int size = noTexts ? 0 : ((StructType) columns.type(position)).size();
        if (noTexts || row.getStruct(position, size).isNullAt(text)) {
            figures.setMissing(figure);
            return;
        }
        figures.set(
                figure,
                new BigDecimal(row.getStruct(position, size).getUTF8String(text).toString()));
    }

    private void read(InternalRow row, int position, RowFigures figures, int figure) {
        DataType type = columns.type(position);
        if (type instanceof DecimalType decimal) {
            read(row, position, decimal, figures, figure);
        } else if (type instanceof IntegralType) {
            figures.set(figure, ((Number) row.get(position, type)).longValue());
        } else {
            figures.set(figure, Numbers.orZero(row.get(position, type)));
        }
    }

    /** Spark keeps a decimal of more than 18 digits as the bytes of its unscaled number. */
    private static void read(InternalRow row, int position, DecimalType type, RowFigures figures, int figure) {
        if (type.precision() > Decimal.MAX_LONG_DIGITS() && row instanceof UnsafeRow) {
            figures.set(figure, row.getBinary(position));
            return;
        }
        Decimal value = row.getDecimal(position, type.precision(), type.scale());
        if (type.precision() > Decimal.MAX_LONG_DIGITS()) {
            figures.set(figure, value.toJavaBigDecimal());
        } else {
            figures.set(figure, value.toUnscaledLong());
        }
    }

    @Override
    public List<Integer> endless(InternalRow row, int side) {
        List<Integer> endless = List.of();
        for (int figure : floating) {
            int position = columns.figure(figure, side);
            if (!row.isNullAt(position) && !Double.isFinite(floating(row, position))) {
                endless = endless.isEmpty() ? new ArrayList<>() : endless;
                endless.add(figure);
            }
        }
        return endless;
    }

    private double floating(InternalRow row, int position) {
        return columns.type(position).equals(DataTypes.FloatType) ? row.getFloat(position) : row.getDouble(position);
    }

    @Override
    public Optional<Difference> difference(InternalRow row) {
        int position = columns.detail();
        return row.isNullAt(position)
                ? Optional.empty()
                : Optional.of(new StoredDifference(
                        this, row.getLong(columns.key()), row.getStruct(position, detail.length())));
    }

    /** The values of the key, empty for null; sensitive ones are already masked. */
    List<Optional<Object>> key(InternalRow detail) {
        InternalRow key = structure(detail, KEY);
        List<Optional<Object>> values = new ArrayList<>(key.numFields());
        for (int i = 0; i < key.numFields(); i++) {
            values.add(cells.get(0).value(key, i));
        }
        return values;
    }

    /**
     * A compared column's value, empty for null.
     *
     * @param side {@link #OLD} or {@link #NEW}
     */
    Optional<Object> value(InternalRow detail, int side, int column) {
        InternalRow values = structure(detail, side);
        if (layout.columns().get(column) == Kind.HIDDEN) {
            return values.isNullAt(column) ? Optional.empty() : Optional.of(Mask.TEXT);
        }
        return cells.get(side - KEY).value(values, column);
    }

    /**
     * A hash of all compared values of one side.
     *
     * @param side {@link #OLD} or {@link #NEW}
     */
    long content(InternalRow detail, int side) {
        InternalRow values = structure(detail, side);
        Cells kept = cells.get(side - KEY);
        ContentHash hash = new ContentHash();
        for (int i = 0; i < layout.columns().size(); i++) {
            Optional<Object> value = kept.value(values, i);
            if (value.isPresent()) {
                hash.add(i, value.get());
            } else {
                hash.addNull(i);
            }
        }
        return hash.value();
    }

    private InternalRow structure(InternalRow detail, int position) {
        return detail.getStruct(position, cells.get(position - KEY).types().size());
    }
}
